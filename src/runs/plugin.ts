import {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { refreshIcon } from '@jupyterlab/ui-components';
import { CommandIDs } from '../commands';
import { listCommands } from '../components/commandPalette';
import { IApi, ISelection } from '../tokens';
import { addEditCommands } from './editCommands';
import { panelPlugin } from './panel/plugin';
import { Selection } from './selection';
import { viewsPlugin } from './viewsPlugin';

const selection: JupyterFrontEndPlugin<ISelection> = {
  id: 'jupyter-mltrack:selection',
  description: 'Provides the selection that all views of runs share.',
  autoStart: true,
  provides: ISelection,
  activate: () => new Selection()
};

/** What stands in the command palette. Commands of other features put themselves there. */
const PALETTE = [
  CommandIDs.showPanel,
  CommandIDs.openRuns,
  CommandIDs.openRun,
  CommandIDs.compareWithPrevious,
  CommandIDs.renameRun,
  CommandIDs.editTags,
  CommandIDs.editNote,
  CommandIDs.deleteRuns,
  CommandIDs.copyRun,
  CommandIDs.clearSelection,
  CommandIDs.chooseColumns,
  CommandIDs.refresh
];

const commands: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-mltrack:run-commands',
  description: 'Adds the commands that change runs.',
  autoStart: true,
  requires: [IApi, ISelection],
  optional: [ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    api: IApi,
    selected: ISelection,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('jupyter_mltrack');
    addEditCommands(app.commands, api, selected, trans);
    app.commands.addCommand(CommandIDs.refresh, {
      label: trans.__('Refresh Runs'),
      icon: refreshIcon,
      describedBy: { args: { type: 'object', properties: {} } },
      execute: () => api.refresh()
    });
    listCommands(palette, PALETTE, trans);
  }
};

export default [selection, commands, panelPlugin, viewsPlugin];
