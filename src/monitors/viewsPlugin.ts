import {
  ILabShell,
  ILayoutRestorer,
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import {
  ICommandPalette,
  MainAreaWidget,
  WidgetTracker
} from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { Widget } from '@lumino/widgets';
import { CommandIDs } from '../commands';
import { showBeside } from '../components/placement';
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

/** Where a page is put, and put again after a reload. */
interface IPlaces {
  show: (widget: Widget) => void;
  restorer: ILayoutRestorer | null;
}

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
    const places: IPlaces = {
      show: widget => showBeside(app, labShell, widget),
      restorer
    };
    const current = addMonitors(places, parts);
    addAlerts(places, parts);
    addForms(places, parts, current);
    addActCommands({ api, commands, trans, current });
    for (const command of PALETTE) {
      palette?.addItem({ command, category: trans.__('MLTrack') });
    }
  }
};

function addMonitors(
  places: IPlaces,
  parts: IMonitorParts
): () => string | null {
  const { api, commands, trans } = parts;
  const tracker = new WidgetTracker<MainAreaWidget<MonitorView>>({
    namespace: 'mltrack-monitor'
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
      let widget = tracker.find(({ content }) =>
        content.context.model.is(name)
      );
      if (widget) {
        widget.content.context.model.arrive(view);
      } else {
        widget = createMonitorPage(parts, name, view);
        void tracker.add(widget);
        const made = widget;
        made.content.context.model.changed.connect(
          () => void tracker.save(made)
        );
      }
      places.show(widget);
    }
  });
  void places.restorer?.restore(tracker, {
    command: CommandIDs.openMonitor,
    args: ({ content }) => {
      const { model } = content.context;
      return { monitor: model.id, ...model.view };
    },
    name: ({ content }) => content.context.model.id
  });
  return () => {
    const widget = tracker.currentWidget;
    return widget?.isVisible ? widget.content.context.model.id : null;
  };
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
  const tracker = new WidgetTracker<MainAreaWidget<AlertsView>>({
    namespace: 'mltrack-alerts'
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
      let widget = tracker.currentWidget;
      if (!widget) {
        widget = createAlertsPage(parts);
        void tracker.add(widget);
      }
      const { model } = widget.content.context;
      const status = STATUSES.find(one => one === args.status);
      if (status) {
        model.choose(status);
      }
      if (typeof args.alert === 'string') {
        model.show(args.alert);
      }
      places.show(widget);
    }
  });
  void places.restorer?.restore(tracker, {
    command: CommandIDs.openAlerts,
    args: ({ content }) => ({ status: content.context.model.status }),
    name: () => 'alerts'
  });
}

function addForms(
  places: IPlaces,
  parts: IMonitorParts,
  current: () => string | null
): void {
  const { api, commands, trans } = parts;
  const tracker = new WidgetTracker<MainAreaWidget<FormView>>({
    namespace: 'mltrack-monitor-form'
  });
  const open = async (monitor: string | null, model: string) => {
    const { createFormPage } = await import('./create');
    let widget = tracker.find(
      ({ content }) => content.context.model.monitor === monitor
    );
    if (!widget) {
      widget = createFormPage(parts, monitor, model);
      void tracker.add(widget);
    }
    places.show(widget);
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
