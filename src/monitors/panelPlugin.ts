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
import { monitorIcon } from '../icons';
import { IApi, IBell, ITrackPanel, ITrackSettings } from '../tokens';
import { OpenAlerts } from './alertsModel';
import { MonitorsModel } from './panel/model';
import { MonitorsSection } from './panel/section';
import { isUnseen, newsOf } from './words';

/** Below the models. */
const RANK = 30;

/** How long a message stays, in milliseconds: the bell goes on. */
const SAID = 12_000;

/** The section *Monitors* of the side panel; open alerts ring the bell, and new ones are told. */
export const panelPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-mltrack:monitors-section',
  description:
    'Adds the monitors to the side panel; alerts ring the bell, and new ones are told.',
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
    const alerts = new OpenAlerts(api);
    const waiting: IBell.ISource = {
      changed: alerts.changed,
      count: () => alerts.open,
      words: () => trans._n('%1 open alert', '%1 open alerts', alerts.open),
      open: () => void commands.execute(CommandIDs.openAlerts)
    };
    const section = new MonitorsSection({
      model: new MonitorsModel(api),
      waiting,
      commands,
      trans
    });
    panel.addSection(section, RANK);

    commands.addCommand(CommandIDs.showMonitors, {
      label: trans.__('Show Monitors in Side Panel'),
      icon: monitorIcon,
      describedBy: { args: { type: 'object', properties: {} } },
      execute: () => panel.reveal(section)
    });
    listCommands(palette, [CommandIDs.showMonitors], trans);
    bell?.add(waiting);
    tellAlerts(alerts, settings, commands, trans);
    app.restored
      .then(() => alerts.refresh())
      // Where the server half is missing, the panel says so.
      .catch(() => undefined);
  }
};

/** Say that alerts were raised, until they are resolved or somebody took them on. */
function tellAlerts(
  alerts: OpenAlerts,
  settings: ITrackSettings,
  commands: CommandRegistry,
  trans: TranslationBundle
): void {
  const messages = new Messages(alerts.changed, id =>
    alerts.alerts.some(
      alert => alert.id === id && isUnseen(alert, Date.now() / 1000)
    )
  );
  alerts.raised.connect((_, raised) => {
    if (!settings.tellAlerts) {
      return;
    }
    messages.say({
      words: newsOf(raised, trans),
      alarm: true,
      stays: SAID,
      about: raised.map(alert => alert.id),
      action: {
        label: trans.__('Open'),
        callback: () =>
          void commands.execute(
            CommandIDs.openAlerts,
            raised.length === 1 ? { alert: raised[0].id } : { status: 'open' }
          )
      }
    });
  });
}
