import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import { ISignal, Signal } from '@lumino/signaling';
import { Panel } from '@lumino/widgets';
import React from 'react';
import { ApiError } from '../api/error';
import type { IFigure, IGivenFigure } from '../tokens';
import { Drawing } from './drawing';
import { canDraw } from './mime';
import { FigureState, IFigureState, NOTHING } from './state';

let count = 0;

/** Draws a figure that came with an answer, when it comes into sight, with its sentence for those who do not see it. */
export class GivenFigure extends Panel implements IGivenFigure {
  constructor(private readonly _options: GivenFigure.IOptions) {
    super();
    const summaryId = `jp-MLTrack-given-${(count += 1)}`;
    this._figure = _options.figure;
    this.addClass('jp-MLTrack-figure');
    this.node.setAttribute('role', 'figure');
    this.node.setAttribute('aria-label', _options.label);
    this.node.setAttribute('aria-describedby', summaryId);
    this._drawing = new Drawing(_options.rendermime);
    this.addWidget(this._drawing);
    this._below = new Below(() => (
      <FigureState
        state={this._state}
        summaryId={summaryId}
        trans={_options.trans}
        onRetry={() => void this._draw()}
        onCancel={() => undefined}
      />
    ));
    this.addWidget(this._below);
    this._sight = new IntersectionObserver(entries => this._onSight(entries));
    _options.themeChanged?.connect(this._onTheme, this);
  }

  get figure(): IFigure {
    return this._figure;
  }

  set figure(figure: IFigure) {
    if (JSON.stringify(figure) !== JSON.stringify(this._figure)) {
      this._figure = figure;
      this._drawn = false;
      if (this._inSight) {
        void this._draw();
      }
    }
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this._sight.disconnect();
      Signal.clearData(this);
      super.dispose();
    }
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this._sight.observe(this.node);
  }

  protected override onBeforeDetach(message: Message): void {
    this._sight.disconnect();
    super.onBeforeDetach(message);
  }

  private _onSight(entries: IntersectionObserverEntry[]): void {
    this._inSight = entries[entries.length - 1].isIntersecting;
    if (this._inSight && !this._drawn) {
      void this._draw();
    } else if (this._inSight) {
      this._drawing.refit();
    }
  }

  private _onTheme(): void {
    this._drawing.recolour();
  }

  private async _draw(): Promise<void> {
    this._drawn = true;
    const figure = this._figure;
    const meta = (figure.layout?.meta ?? {}) as {
      summary?: string;
      notes?: string[];
    };
    const drawable = canDraw(this._options.rendermime);
    const empty = figure.data.length === 0;
    this._show({
      error: null,
      noRenderer: !drawable,
      summary: meta.summary ?? '',
      notes: meta.notes ?? [],
      empty
    });
    this._drawing.setHidden(empty || !drawable);
    if (drawable && !empty) {
      try {
        await this._drawing.draw(figure);
      } catch (reason) {
        this._show({ error: ApiError.from(reason) });
      }
    }
  }

  private _show(change: Partial<IFigureState>): void {
    if (!this.isDisposed) {
      this._state = { ...this._state, ...change };
      this._below.update();
    }
  }

  private readonly _drawing: Drawing;
  private readonly _below: Below;
  private readonly _sight: IntersectionObserver;
  private _figure: IFigure;
  private _state: IFigureState = NOTHING;
  private _drawn = false;
  private _inSight = false;
}

/** What stands below a drawing. */
class Below extends ReactWidget {
  constructor(private readonly _make: () => React.JSX.Element) {
    super();
    this.addClass('jp-MLTrack-figureState');
  }

  protected override render(): React.JSX.Element {
    return this._make();
  }
}

export namespace GivenFigure {
  /** A figure, and what draws it. */
  export interface IOptions {
    figure: IFigure;
    /** What a screen reader says of it. */
    label: string;
    rendermime: IRenderMimeRegistry;
    trans: TranslationBundle;
    /** Emitted when the theme has changed. */
    themeChanged?: ISignal<unknown, unknown>;
  }
}
