import {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { CommandIDs } from '../commands';
import { listCommands } from '../components/commandPalette';
import { trackIcon } from '../icons';
import { IApi, ISelection } from '../tokens';

/** Commands that go from runs to cells and back. */
export const cellPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-mltrack:cells',
  description: 'Goes to the cell of a run; makes a cell tracked.',
  autoStart: true,
  requires: [IApi, ISelection, INotebookTracker],
  optional: [ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    api: IApi,
    selection: ISelection,
    notebooks: INotebookTracker,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('jupyter_mltrack');
    const parts = { app, api, notebooks, trans };
    const { commands } = app;

    commands.addCommand(CommandIDs.jumpToCell, {
      label: trans.__('Go to Cell of Run'),
      caption: trans.__('Open the notebook of a run at the cell that made it'),
      describedBy: {
        args: {
          type: 'object',
          properties: {
            run: {
              type: 'string',
              description:
                'Id, number or unique beginning of the id; the selected run when left out'
            }
          }
        }
      },
      isEnabled: args => args.run !== undefined || selection.runs.length === 1,
      execute: async args => {
        const run = args.run ?? selection.runs[0];
        if (run !== undefined) {
          const { jumpToCell } = await import('./cellCommands');
          await jumpToCell(parts, String(run));
        }
      }
    });

    commands.addCommand(CommandIDs.trackCell, {
      label: trans.__('Track the Active Cell'),
      caption: trans.__('Put %1 on top of the active cell', '%%track'),
      icon: trackIcon,
      describedBy: { args: { type: 'object', properties: {} } },
      execute: async () => {
        const { trackActiveCell } = await import('./cellCommands');
        trackActiveCell(parts);
      }
    });

    listCommands(palette, [CommandIDs.jumpToCell, CommandIDs.trackCell], trans);
    // Whether there is one run to go to.
    selection.changed.connect(() =>
      commands.notifyCommandChanged(CommandIDs.jumpToCell)
    );
  }
};
