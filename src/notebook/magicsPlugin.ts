import {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, Notification } from '@jupyterlab/apputils';
import { IConsoleTracker } from '@jupyterlab/console';
import { INotebookTracker } from '@jupyterlab/notebook';
import {
  ITranslator,
  nullTranslator,
  TranslationBundle
} from '@jupyterlab/translation';
import { CommandIDs } from '../commands';
import { listCommands } from '../components/commandPalette';
import { ITrackSettings } from '../tokens';
import { MagicsLoader, MagicsState } from './magics';

/** Makes `%%track` available without `%load_ext`. */
export const magicsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-mltrack:magics',
  description: 'Loads the magics into Python kernels.',
  autoStart: true,
  requires: [ITrackSettings],
  optional: [INotebookTracker, IConsoleTracker, ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    settings: ITrackSettings,
    notebooks: INotebookTracker | null,
    consoles: IConsoleTracker | null,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('jupyter_mltrack');
    const { kernelspecs } = app.serviceManager;
    const loader = new MagicsLoader(settings, kernel => {
      const spec = kernelspecs.specs?.kernelspecs[kernel.name];
      return spec ? spec.language.toLowerCase() === 'python' : null;
    });
    for (const tracker of [notebooks, consoles]) {
      tracker?.forEach(panel => loader.follow(panel.sessionContext));
    }
    notebooks?.widgetAdded.connect((_, panel) =>
      loader.follow(panel.sessionContext)
    );
    consoles?.widgetAdded.connect((_, panel) =>
      loader.follow(panel.sessionContext)
    );

    const kernelOf = () =>
      notebooks?.currentWidget?.sessionContext.session?.kernel ??
      consoles?.currentWidget?.sessionContext.session?.kernel;
    app.commands.addCommand(CommandIDs.loadMagics, {
      label: trans.__('Load %%track into the Kernel'),
      caption: trans.__(
        'Make %%track and %mltrack available in the kernel of the current notebook'
      ),
      describedBy: { args: { type: 'object', properties: {} } },
      isEnabled: () => Boolean(kernelOf()),
      execute: async () => {
        const kernel = kernelOf();
        if (kernel) {
          tell(await loader.load(kernel), trans);
        } else {
          Notification.info(trans.__('Open a notebook with a kernel first.'));
        }
      }
    });
    listCommands(palette, [CommandIDs.loadMagics], trans);
  }
};

function tell(state: MagicsState, trans: TranslationBundle): void {
  switch (state) {
    case 'loaded':
      Notification.success(
        trans.__('%%track and %mltrack are available in this kernel.'),
        { autoClose: 3000 }
      );
      break;
    case 'no-package':
      Notification.warning(
        trans.__(
          'The kernel has no jupyter-mltrack. Run %pip install jupyter-mltrack in a cell, restart the kernel and try again.'
        ),
        { autoClose: false }
      );
      break;
    case 'failed':
      Notification.error(
        trans.__(
          'The kernel could not load the magics. Run %load_ext jupyter_mltrack in a cell to see why.'
        ),
        { autoClose: false }
      );
      break;
    case 'not-python':
      Notification.info(trans.__('Runs are tracked in Python kernels only.'));
  }
}
