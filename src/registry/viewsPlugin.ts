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
import { IEditorServices } from '@jupyterlab/codeeditor';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { Widget } from '@lumino/widgets';
import { CommandIDs } from '../commands';
import { showBeside } from '../components/placement';
import { modelIcon } from '../icons';
import { IApi, ISelection, ITrackSettings } from '../tokens';
import { addActCommands } from './actCommands';
import { askModel, askVersion } from './asking';
import type { VersionsView } from './evidence/view';
import type { IRegistryParts } from './page/context';
import { Tab, TABS } from './page/model';
import type { ModelView } from './page/view';
import type { RequestView } from './request/view';
import type { StoreRulesView } from './rules/storeView';

/** What stands in the command palette. */
const PALETTE = [
  CommandIDs.openModel,
  CommandIDs.openRequest,
  CommandIDs.compareVersions,
  CommandIDs.openRules,
  CommandIDs.verifyVersion,
  CommandIDs.registerRun,
  CommandIDs.moveVersion,
  CommandIDs.setAlias,
  CommandIDs.rollBack,
  CommandIDs.deleteVersion,
  CommandIDs.deleteModel
];

/** Where a page is put, and put again after a reload. */
interface IPlaces {
  show: (widget: Widget) => void;
  restorer: ILayoutRestorer | null;
}

/** The pages of models, requests and compared versions, and the commands that change them. */
export const viewsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-mltrack:registry',
  description: 'Opens models, requests and versions, and adds their commands.',
  autoStart: true,
  requires: [
    IApi,
    ISelection,
    ITrackSettings,
    IRenderMimeRegistry,
    IEditorServices
  ],
  optional: [ILabShell, ILayoutRestorer, ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    api: IApi,
    selection: ISelection,
    settings: ITrackSettings,
    rendermime: IRenderMimeRegistry,
    editors: IEditorServices,
    labShell: ILabShell | null,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('jupyter_mltrack');
    const { commands } = app;
    const parts = { api, settings, commands, rendermime, editors, trans };
    const places: IPlaces = {
      show: widget => showBeside(app, labShell, widget),
      restorer
    };
    const models = addModels(places, parts);
    addRequests(places, parts);
    addVersions(places, parts, models.current);
    addRules(places, parts);
    addActCommands({ api, selection, commands, trans, ...models });
    for (const command of PALETTE) {
      palette?.addItem({ command, category: trans.__('MLTrack') });
    }
    app.restored
      .then(() => import('./verifyVersion'))
      .then(({ followAgain }) => followAgain(api, trans))
      // Where the server half is missing, the panel says so.
      .catch(() => undefined);
  }
};

function addModels(
  places: IPlaces,
  parts: IRegistryParts
): {
  current: () => string | null;
  onRenamed: (before: string, after: string) => void;
} {
  const { api, commands, trans } = parts;
  const tracker = new WidgetTracker<MainAreaWidget<ModelView>>({
    namespace: 'mltrack-model'
  });
  commands.addCommand(CommandIDs.openModel, {
    label: trans.__('Open Model…'),
    icon: modelIcon,
    describedBy: {
      args: {
        type: 'object',
        properties: {
          model: { type: 'string', description: 'Asked for when left out' },
          tab: { type: 'string', enum: [...TABS] }
        }
      }
    },
    execute: async args => {
      const name =
        typeof args.model === 'string'
          ? args.model
          : await askModel(api, trans);
      if (name === null) {
        return;
      }
      const tab = TABS.find(one => one === args.tab);
      const open = tracker.find(({ content }) => content.is(name));
      const widget = open ?? (await makeModel(parts, tracker, name, tab));
      if (tab) {
        widget.content.context.model.tab = tab;
      }
      places.show(widget);
    }
  });
  void places.restorer?.restore(tracker, {
    command: CommandIDs.openModel,
    args: ({ content }) => ({
      model: content.context.model.name,
      tab: content.context.model.tab
    }),
    name: ({ content }) => content.context.model.name
  });
  return {
    current: () => {
      const widget = tracker.currentWidget;
      return widget?.isVisible ? widget.content.context.model.name : null;
    },
    onRenamed: (before, after) =>
      tracker
        .filter(({ content }) => content.is(before))
        .forEach(({ content }) => content.context.model.renamed(after))
  };
}

async function makeModel(
  parts: IRegistryParts,
  tracker: WidgetTracker<MainAreaWidget<ModelView>>,
  name: string,
  tab: Tab | undefined
): Promise<MainAreaWidget<ModelView>> {
  const { createModelPage } = await import('./create');
  const widget = createModelPage(parts, name, tab);
  void tracker.add(widget);
  widget.content.context.model.changed.connect(() => void tracker.save(widget));
  return widget;
}

function addRequests(places: IPlaces, parts: IRegistryParts): void {
  const { api, commands, trans } = parts;
  const tracker = new WidgetTracker<MainAreaWidget<RequestView>>({
    namespace: 'mltrack-request'
  });
  const waiting = async (): Promise<string | null> => {
    const { requests } = await api.registry.listWaiting();
    return requests[requests.length - 1]?.request.id ?? null;
  };
  commands.addCommand(CommandIDs.openRequest, {
    label: trans.__('Review Waiting Request'),
    icon: modelIcon,
    describedBy: {
      args: {
        type: 'object',
        properties: {
          request: {
            type: 'string',
            description: 'Id; the oldest that waits for you when left out'
          }
        }
      }
    },
    execute: async args => {
      const id =
        typeof args.request === 'string' ? args.request : await waiting();
      if (id === null) {
        await commands.execute(CommandIDs.showModels);
        return;
      }
      const { createRequestPage } = await import('./create');
      let widget = tracker.find(({ content }) => content.is(id));
      if (!widget) {
        widget = createRequestPage(parts, id);
        void tracker.add(widget);
      }
      places.show(widget);
    }
  });
  void places.restorer?.restore(tracker, {
    command: CommandIDs.openRequest,
    args: ({ content }) => ({ request: content.context.model.id }),
    name: ({ content }) => content.context.model.id
  });
}

function addVersions(
  places: IPlaces,
  parts: IRegistryParts,
  current: () => string | null
): void {
  const { api, commands, trans } = parts;
  const tracker = new WidgetTracker<MainAreaWidget<VersionsView>>({
    namespace: 'mltrack-versions'
  });
  const number = (value: unknown, model: string, title: string) =>
    typeof value === 'number' ? value : askVersion(api, model, title, trans);
  commands.addCommand(CommandIDs.compareVersions, {
    label: trans.__('Compare Versions…'),
    icon: modelIcon,
    describedBy: {
      args: {
        type: 'object',
        properties: {
          model: { type: 'string' },
          challenger: { type: 'integer' },
          current: { type: 'integer' }
        }
      }
    },
    execute: async args => {
      const model =
        typeof args.model === 'string'
          ? args.model
          : (current() ?? (await askModel(api, trans)));
      const one =
        model &&
        (await number(args.challenger, model, trans.__('Which version?')));
      const other =
        one && (await number(args.current, model, trans.__('With which one?')));
      if (!model || !one || !other) {
        return;
      }
      const { createVersionsPage } = await import('./create');
      let widget = tracker.find(({ content }) => content.is(model, one, other));
      if (!widget) {
        widget = createVersionsPage(parts, model, one, other);
        void tracker.add(widget);
      }
      places.show(widget);
    }
  });
  void places.restorer?.restore(tracker, {
    command: CommandIDs.compareVersions,
    args: ({ content }) => content.args,
    name: ({ content }) => Object.values(content.args).join('/')
  });
}

function addRules(places: IPlaces, parts: IRegistryParts): void {
  const { commands, trans } = parts;
  const tracker = new WidgetTracker<MainAreaWidget<StoreRulesView>>({
    namespace: 'mltrack-rules'
  });
  commands.addCommand(CommandIDs.openRules, {
    label: trans.__('Open Rules of the Store'),
    icon: modelIcon,
    describedBy: { args: { type: 'object', properties: {} } },
    execute: async () => {
      const { createRulesPage } = await import('./create');
      let widget = tracker.currentWidget;
      if (!widget) {
        widget = createRulesPage(parts);
        void tracker.add(widget);
      }
      places.show(widget);
    }
  });
  void places.restorer?.restore(tracker, {
    command: CommandIDs.openRules,
    name: () => 'rules'
  });
}
