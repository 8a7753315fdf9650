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
    this._ranks.set(section, rank);
    if (this._begun) {
      this._lay();
    }
  }

  /** Lay the sections that were added until now: one after the other, so that keys meet them in the order of ranks. */
  begin(): void {
    this._begun = true;
    this._lay();
  }

  reveal(section?: Widget): void {
    if (!this.isAttached) {
      this._shell.add(this, 'left', { rank: 350, type: 'MLTrack' });
    }
    this._shell.activateById(this.id);
    if (section?.parent) {
      (this.content as AccordionPanel).expand(this.widgets.indexOf(section));
    }
  }

  private _lay(): void {
    const sections = [...this._ranks].sort((a, b) => a[1] - b[1]);
    sections.forEach(([section], index) => {
      if (!section.parent) {
        this.insertWidget(index, section);
      }
    });
    // The first section is looked at most.
    (this.content as AccordionPanel).setRelativeSizes(
      sections.map((_, index) => (index === 0 ? 2 : 1))
    );
  }

  private _begun = false;
  private readonly _ranks = new Map<Widget, number>();
}
