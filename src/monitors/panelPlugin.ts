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

/** Below the models. */
const RANK = 30;

/** The most characters of an alert's sentence in a message; the rest is on its page. */
const MOST_SAID = 240;

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
    const section = new MonitorsSection({
      model: new MonitorsModel(api),
      alerts,
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
    bell?.add({
      changed: alerts.changed,
      count: () => alerts.open,
      words: () => trans._n('%1 open alert', '%1 open alerts', alerts.open),
      open: () => void commands.execute(CommandIDs.openAlerts)
    });
    tellAlerts(alerts, settings, commands, trans);
    app.restored
      .then(() => alerts.refresh())
      // Where the server half is missing, the panel says so.
      .catch(() => undefined);
  }
};

/** Say that an alert was raised, until it is resolved or somebody took it on. */
function tellAlerts(
  alerts: OpenAlerts,
  settings: ITrackSettings,
  commands: CommandRegistry,
  trans: TranslationBundle
): void {
  const said = new Map<string, string>();
  alerts.changed.connect(() => {
    for (const [alert, notification] of said) {
      const now = alerts.alerts.find(one => one.id === alert);
      if (!now || now.acknowledged || now.snoozed_until !== null) {
        Notification.dismiss(notification);
        said.delete(alert);
      }
    }
  });
  alerts.raised.connect((_, alert) => {
    if (!settings.tellAlerts) {
      return;
    }
    const { sentence } = alert;
    const notification = Notification.warning(
      trans.__(
        '%1: %2',
        alert.monitor_name,
        sentence.length > MOST_SAID
          ? `${sentence.slice(0, MOST_SAID)}…`
          : sentence
      ),
      {
        autoClose: false,
        actions: [
          {
            label: trans.__('Open'),
            displayType: 'accent',
            callback: () =>
              void commands.execute(CommandIDs.openAlerts, { alert: alert.id })
          }
        ]
      }
    );
    said.set(alert.id, notification);
  });
}
