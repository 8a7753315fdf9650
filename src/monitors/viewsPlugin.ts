import {
  ILabShell,
  ILayoutRestorer,
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { CommandIDs } from '../commands';
import { listCommands } from '../components/commandPalette';
import { IPlaces, Pages } from '../components/pages';
import { monitorIcon } from '../icons';
import { IApi, IFigureFactory, ITrackSettings } from '../tokens';
import { addActCommands } from './actCommands';
import type { AlertsView } from './alerts/view';
import { askMonitor } from './asking';
import type { FormView } from './form/view';
import type { IMonitorParts } from './page/context';
import { IView, TABS } from './page/model';
import type { MonitorView } from './page/view';

/** What stands in the command palette. */
const PALETTE = [
  CommandIDs.openMonitor,
  CommandIDs.newMonitor,
  CommandIDs.editMonitor,
  CommandIDs.runMonitor,
  CommandIDs.cancelMonitor,
  CommandIDs.pauseMonitor,
  CommandIDs.takeReference,
  CommandIDs.deleteMonitor,
  CommandIDs.openAlerts
];

const STATUSES = ['open', 'resolved', 'all'] as const;

/** The pages of monitors and alerts, the form, and the commands that change monitors. */
export const viewsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-mltrack:monitors',
  description: 'Opens monitors and alerts, and adds their commands.',
  autoStart: true,
  requires: [IApi, ITrackSettings, IFigureFactory],
  optional: [ILabShell, ILayoutRestorer, ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    api: IApi,
    settings: ITrackSettings,
    figures: IFigureFactory,
    labShell: ILabShell | null,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('jupyter_mltrack');
    const { commands } = app;
    const parts = { api, settings, figures, commands, trans };
    const places = { app, labShell, restorer };
    const current = addMonitors(places, parts);
    addAlerts(places, parts);
    addForms(places, parts, current);
    addActCommands({ api, commands, trans, current });
    listCommands(palette, PALETTE, trans);
  }
};

function addMonitors(
  places: IPlaces,
  parts: IMonitorParts
): () => string | null {
  const { api, commands, trans } = parts;
  const pages = new Pages<MonitorView>(places, 'mltrack-monitor', {
    command: CommandIDs.openMonitor,
    args: ({ context: { model } }) => ({ monitor: model.id, ...model.view }),
    changed: ({ context }) => context.model.changed,
    name: ({ context }) => context.model.id
  });
  commands.addCommand(CommandIDs.openMonitor, {
    label: trans.__('Open Monitor…'),
    icon: monitorIcon,
    describedBy: {
      args: {
        type: 'object',
        properties: {
          monitor: {
            type: 'string',
            description: 'Name or id; asked for when left out'
          },
          tab: { type: 'string', enum: [...TABS] },
          column: { type: 'string' },
          check: { type: 'string', description: 'The id of a check' },
          since: { type: 'number', description: 'Unix seconds' },
          until: { type: 'number', description: 'Unix seconds' }
        }
      }
    },
    execute: async args => {
      const name =
        typeof args.monitor === 'string'
          ? args.monitor
          : await askMonitor(api, trans);
      if (name === null) {
        return;
      }
      const view = viewOf(args);
      const { createMonitorPage } = await import('./create');
      const open = pages.find(({ context }) => context.model.is(name));
      open?.content.context.model.arrive(view);
      pages.show(open ?? createMonitorPage(parts, name, view));
    }
  });
  return () => pages.seen?.context.model.id ?? null;
}

/** Read what is to be looked at from a command's arguments: what is left out stays as it is. */
function viewOf(args: ReadonlyPartialJSONObject): Partial<IView> {
  const view: Partial<IView> = {};
  const tab = TABS.find(one => one === args.tab);
  if (tab) {
    view.tab = tab;
  }
  if (typeof args.column === 'string' || typeof args.check === 'string') {
    view.tab ??= 'drift';
    view.column = typeof args.column === 'string' ? args.column : null;
    view.check = typeof args.check === 'string' ? args.check : null;
  }
  if (typeof args.since === 'number') {
    view.since = args.since;
  }
  if (typeof args.until === 'number') {
    view.until = args.until;
  }
  return view;
}

function addAlerts(places: IPlaces, parts: IMonitorParts): void {
  const { commands, trans } = parts;
  const pages = new Pages<AlertsView>(places, 'mltrack-alerts', {
    command: CommandIDs.openAlerts,
    args: ({ context }) => ({ status: context.model.status }),
    changed: ({ context }) => context.model.changed,
    name: () => 'alerts'
  });
  commands.addCommand(CommandIDs.openAlerts, {
    label: trans.__('Open Alerts'),
    icon: monitorIcon,
    describedBy: {
      args: {
        type: 'object',
        properties: {
          alert: { type: 'string', description: 'The id of the one to show' },
          status: { type: 'string', enum: [...STATUSES] }
        }
      }
    },
    execute: async args => {
      const { createAlertsPage } = await import('./create');
      const widget = pages.last ?? createAlertsPage(parts);
      const { model } = widget.content.context;
      const status = STATUSES.find(one => one === args.status);
      if (status) {
        model.choose(status);
      }
      if (typeof args.alert === 'string') {
        model.show(args.alert);
      }
      pages.show(widget);
    }
  });
}

function addForms(
  places: IPlaces,
  parts: IMonitorParts,
  current: () => string | null
): void {
  const { api, commands, trans } = parts;
  const pages = new Pages<FormView>(places, 'mltrack-monitor-form');
  const open = async (monitor: string | null, model: string) => {
    const { createFormPage } = await import('./create');
    const open = pages.find(({ context }) => context.model.monitor === monitor);
    pages.show(open ?? createFormPage(parts, monitor, model));
  };
  commands.addCommand(CommandIDs.newMonitor, {
    label: trans.__('New Monitor…'),
    icon: monitorIcon,
    describedBy: {
      args: {
        type: 'object',
        properties: {
          model: { type: 'string', description: 'A version, as churn/3' }
        }
      }
    },
    execute: args =>
      open(null, typeof args.model === 'string' ? args.model : '')
  });
  commands.addCommand(CommandIDs.editMonitor, {
    label: trans.__('Edit Monitor…'),
    icon: monitorIcon,
    describedBy: {
      args: {
        type: 'object',
        properties: {
          monitor: {
            type: 'string',
            description: 'Name or id; asked for when left out'
          }
        }
      }
    },
    execute: async args => {
      const monitor =
        typeof args.monitor === 'string'
          ? args.monitor
          : (current() ?? (await askMonitor(api, trans)));
      if (monitor !== null) {
        await open(monitor, '');
      }
    }
  });
}
