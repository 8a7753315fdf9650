import {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, Notification } from '@jupyterlab/apputils';
import { IStatusBar } from '@jupyterlab/statusbar';
import {
  ITranslator,
  nullTranslator,
  TranslationBundle
} from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import { CommandIDs } from '../commands';
import { modelIcon } from '../icons';
import { IApi, ITrackPanel, ITrackSettings } from '../tokens';
import { InboxModel } from './inbox';
import { ModelsModel } from './panel/model';
import { ModelsSection } from './panel/section';
import { WaitingStatus } from './status';
import { stageWord } from './words';

/** How long a message stays, in milliseconds: the bell goes on. */
const SAID = 8_000;

/** Below the runs. */
const RANK = 20;

/** The section *Models* of the side panel, and the bell in the status bar. */
export const panelPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-mltrack:models-section',
  description:
    'Adds the models to the side panel and the bell to the status bar.',
  autoStart: true,
  requires: [IApi, ITrackPanel, ITrackSettings],
  optional: [IStatusBar, ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    api: IApi,
    panel: ITrackPanel,
    settings: ITrackSettings,
    statusBar: IStatusBar | null,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('jupyter_mltrack');
    const { commands } = app;
    const inbox = new InboxModel(api);
    const section = new ModelsSection({
      model: new ModelsModel(api),
      inbox,
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
    palette?.addItem({
      command: CommandIDs.showModels,
      category: trans.__('MLTrack')
    });

    statusBar?.registerStatusItem('jupyter-mltrack:requests', {
      item: new WaitingStatus(
        inbox,
        () => void commands.execute(CommandIDs.showModels),
        trans
      ),
      align: 'right',
      rank: 120,
      isActive: () => inbox.requests.length > 0,
      activeStateChanged: inbox.changed
    });

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
  const said = new Map<string, string>();
  inbox.changed.connect(() => {
    for (const [request, notification] of said) {
      if (!inbox.requests.some(row => row.request.id === request)) {
        Notification.dismiss(notification);
        said.delete(request);
      }
    }
  });
  inbox.arrived.connect((_, { request }) => {
    if (!settings.tellRequests) {
      return;
    }
    const notification = Notification.info(
      trans.__(
        '%1 asks for %2 v%3 to go to %4.',
        request.author,
        request.model,
        request.version,
        stageWord(request.stage, trans)
      ),
      {
        autoClose: SAID,
        actions: [
          {
            label: trans.__('Review'),
            displayType: 'accent',
            callback: () =>
              void commands.execute(CommandIDs.openRequest, {
                request: request.id
              })
          }
        ]
      }
    );
    said.set(request.id, notification);
  });
}
