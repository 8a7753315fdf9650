import {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, Notification } from '@jupyterlab/apputils';
import {
  ITranslator,
  nullTranslator,
  TranslationBundle
} from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import { CommandIDs } from '../commands';
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
    palette?.addItem({
      command: CommandIDs.showMonitors,
      category: trans.__('MLTrack')
    });
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
  const said = new Map<string, readonly string[]>();
  alerts.changed.connect(() => {
    const now = Date.now() / 1000;
    const waits = (id: string) =>
      alerts.alerts.some(alert => alert.id === id && isUnseen(alert, now));
    for (const [notification, about] of said) {
      if (!about.some(waits)) {
        Notification.dismiss(notification);
        said.delete(notification);
      }
    }
  });
  alerts.raised.connect((_, raised) => {
    if (!settings.tellAlerts) {
      return;
    }
    const notification = Notification.warning(newsOf(raised, trans), {
      autoClose: SAID,
      actions: [
        {
          label: trans.__('Open'),
          displayType: 'accent',
          callback: () =>
            void commands.execute(
              CommandIDs.openAlerts,
              raised.length === 1 ? { alert: raised[0].id } : { status: 'open' }
            )
        }
      ]
    });
    said.set(
      notification,
      raised.map(alert => alert.id)
    );
  });
}
