import type { ITranslator } from '@jupyterlab/translation';
import { SidePanel } from '@jupyterlab/ui-components';
import { trackIcon } from '../../icons';

/** The side panel: one icon, one section for each part of the product. */
export class TrackPanel extends SidePanel {
  constructor(translator: ITranslator) {
    super({ translator });
    this.id = 'jupyter-mltrack:panel';
    this.addClass('jp-MLTrack-panel');
    this.title.icon = trackIcon;
    // Notebook 7 lists its side panels by their captions.
    const trans = translator.load('jupyter_mltrack');
    this.title.caption = trans.__('MLTrack');
  }
}
