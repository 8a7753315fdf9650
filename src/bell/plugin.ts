import {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { IBell } from '../tokens';
import { Bell } from './bell';
import { BellStatus } from './view';

/** The one bell of the status bar: what waits for the user, whoever counts it. */
const bell: JupyterFrontEndPlugin<IBell> = {
  id: 'jupyter-mltrack:bell',
  description: 'Adds a bell to the status bar, which other plug-ins ring.',
  autoStart: true,
  optional: [IStatusBar, ITranslator],
  provides: IBell,
  activate: (
    _: JupyterFrontEnd,
    statusBar: IStatusBar | null,
    translator: ITranslator | null
  ): IBell => {
    const trans = (translator ?? nullTranslator).load('jupyter_mltrack');
    const ours = new Bell();
    statusBar?.registerStatusItem('jupyter-mltrack:bell', {
      item: new BellStatus(ours, trans),
      align: 'right',
      rank: 120,
      isActive: () => ours.waiting.length > 0,
      activeStateChanged: ours.changed
    });
    return ours;
  }
};

export default [bell];
