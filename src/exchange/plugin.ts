import {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { fileUploadIcon } from '@jupyterlab/ui-components';
import { CommandIDs } from '../commands';
import { listCommands } from '../components/commandPalette';
import { IApi } from '../tokens';

/** The commands that import runs and models. What they show is loaded when it is asked for. */
const imports: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-mltrack:imports',
  description: 'Imports runs and models of colleagues.',
  autoStart: true,
  requires: [IApi],
  optional: [IDocumentManager, ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    api: IApi,
    documents: IDocumentManager | null,
    palette: ICommandPalette | null,
    given: ITranslator | null
  ): void => {
    const { commands } = app;
    const translator = given ?? nullTranslator;
    const trans = translator.load('jupyter_mltrack');
    const parts = { api, commands, documents, translator, trans };
    let open = false;
    const add = (id: string, label: string, models: boolean) => {
      commands.addCommand(id, {
        label,
        icon: fileUploadIcon,
        describedBy: {
          args: {
            type: 'object',
            properties: {
              path: {
                type: 'string',
                description:
                  'File or folder below the server’s root folder; asked for when left out'
              }
            }
          }
        },
        execute: async args => {
          // A key that ends up on the button behind the dialog would queue another one behind it.
          if (open) {
            return;
          }
          open = true;
          try {
            const { importFrom } = await import('./importing');
            const path = typeof args.path === 'string' ? args.path : null;
            await importFrom(parts, models, path);
          } finally {
            open = false;
          }
        }
      });
      listCommands(palette, [id], trans);
    };
    add(CommandIDs.importRuns, trans.__('Import Runs…'), false);
    add(CommandIDs.importModels, trans.__('Import Models…'), true);
  }
};

export default [imports];
