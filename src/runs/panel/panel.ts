import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ITranslator } from '@jupyterlab/translation';
import { SidePanel } from '@jupyterlab/ui-components';
import type { AccordionPanel, Widget } from '@lumino/widgets';
import { trackIcon } from '../../icons';
import type { ITrackPanel } from '../../tokens';

/** The side panel: one icon, one section for each part of the product. */
export class TrackPanel extends SidePanel implements ITrackPanel {
  constructor(
    private readonly _shell: JupyterFrontEnd.IShell,
    translator: ITranslator
  ) {
    super({ translator });
    this.id = 'jupyter-mltrack:panel';
    this.addClass('jp-MLTrack-panel');
    this.title.icon = trackIcon;
    // Notebook 7 lists its side panels by their captions.
    const trans = translator.load('jupyter_mltrack');
    this.title.caption = trans.__('MLTrack');
  }

  addSection(section: Widget, rank: number): void {
    const at = [...this._ranks.values()].filter(other => other <= rank).length;
    this._ranks.set(section, rank);
    this.insertWidget(at, section);
    const largest = Math.min(...this._ranks.values());
    // The first section is looked at most.
    (this.content as AccordionPanel).setRelativeSizes(
      this.widgets.map(one => (this._ranks.get(one) === largest ? 2 : 1))
    );
  }

  reveal(section?: Widget): void {
    if (!this.isAttached) {
      this._shell.add(this, 'left', { rank: 350, type: 'MLTrack' });
    }
    this._shell.activateById(this.id);
    if (section) {
      (this.content as AccordionPanel).expand(this.widgets.indexOf(section));
    }
  }

  private readonly _ranks = new Map<Widget, number>();
}
