import {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import {
  ITranslator,
  nullTranslator,
  TranslationBundle
} from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import { CommandIDs } from '../commands';
import { listCommands } from '../components/commandPalette';
import { Messages } from '../components/messages';
import { modelIcon } from '../icons';
import { IApi, IBell, ITrackPanel, ITrackSettings } from '../tokens';
import { InboxModel } from './inbox';
import { ModelsModel } from './panel/model';
import { ModelsSection } from './panel/section';
import { stageWord } from './words';

/** How long a message stays, in milliseconds: the bell goes on. */
const SAID = 8_000;

/** Below the runs. */
const RANK = 20;

/** The section *Models* of the side panel; requests that wait ring the bell. */
export const panelPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-mltrack:models-section',
  description:
    'Adds the models to the side panel; requests that wait ring the bell.',
  autoStart: true,
  requires: [IApi, ITrackPanel, ITrackSettings],
  optional: [IBell, ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    api: IApi,
    panel: ITrackPanel,
    settings: ITrackSettings,
    bell: IBell | null,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('jupyter_mltrack');
    const { commands } = app;
    const inbox = new InboxModel(api);
    const waiting: IBell.ISource = {
      changed: inbox.changed,
      count: () => inbox.requests.length,
      words: () =>
        trans._n(
          '%1 request waits for you',
          '%1 requests wait for you',
          inbox.requests.length
        ),
      open: () => void commands.execute(CommandIDs.showModels)
    };
    const section = new ModelsSection({
      model: new ModelsModel(api),
      inbox,
      waiting,
      commands,
      trans
    });
    panel.addSection(section, RANK);

    commands.addCommand(CommandIDs.showModels, {
      label: trans.__('Show Models in Side Panel'),
      icon: modelIcon,
      describedBy: { args: { type: 'object', properties: {} } },
      execute: () => panel.reveal(section)
    });
    listCommands(palette, [CommandIDs.showModels], trans);
    bell?.add(waiting);
    tellArrivals(inbox, settings, commands, trans);
    app.restored
      .then(() => inbox.refresh())
      // Where the server half is missing, the panel says so.
      .catch(() => undefined);
  }
};

/** Say that a request begins to wait, until it no longer does. */
function tellArrivals(
  inbox: InboxModel,
  settings: ITrackSettings,
  commands: CommandRegistry,
  trans: TranslationBundle
): void {
  const messages = new Messages(inbox.changed, id =>
    inbox.requests.some(row => row.request.id === id)
  );
  inbox.arrived.connect((_, { request }) => {
    if (!settings.tellRequests) {
      return;
    }
    messages.say({
      words: trans.__(
        '%1 asks for %2 v%3 to go to %4.',
        request.author,
        request.model,
        request.version,
        stageWord(request.stage, trans)
      ),
      stays: SAID,
      about: [request.id],
      action: {
        label: trans.__('Review'),
        callback: () =>
          void commands.execute(CommandIDs.openRequest, { request: request.id })
      }
    });
  });
}
