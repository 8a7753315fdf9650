import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import React from 'react';
import type { IApi, ITrackSettings } from '../tokens';
import { CellLineModel, readLine } from './lineModel';
import { CellLineView, ILineActions } from './lineView';

/** The line's own type: the record `CellLine` as JSON. */
export const LINE_MIME = 'application/vnd.mltrack.run+json';

/** Lower than the rank of HTML, the line's twin for others. */
export const LINE_RANK = 10;

/** What lines need of the application. */
export interface ILineContext {
  api: IApi;
  settings: ITrackSettings;
  trans: TranslationBundle;
  /** What can be done from a line that stands at a node. */
  actions(node: HTMLElement): ILineActions;
}

/** Draws the line under a cell. */
export class CellLineRenderer
  extends ReactWidget
  implements IRenderMime.IRenderer
{
  constructor(private readonly _context: ILineContext) {
    super();
    this.addClass('jp-MLTrack-output');
    this._model = new CellLineModel(_context.api);
  }

  override dispose(): void {
    this._model.dispose();
    super.dispose();
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    const line = readLine(model.data[LINE_MIME]);
    if (line) {
      this._words = null;
      this._model.setLine(line);
    } else {
      // No line of ours: its twin in words.
      const words = model.data['text/plain'];
      this._words = typeof words === 'string' ? words : '';
      this.update();
    }
    await this.renderPromise;
  }

  protected override render(): React.JSX.Element {
    const { settings, trans } = this._context;
    if (this._words !== null) {
      return <>{this._words}</>;
    }
    return (
      <CellLineView
        model={this._model}
        settings={settings}
        actions={() => this._context.actions(this.node)}
        trans={trans}
      />
    );
  }

  private readonly _model: CellLineModel;
  private _words: string | null = null;
}
