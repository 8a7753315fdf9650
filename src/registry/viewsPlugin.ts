import {
  ILabShell,
  ILayoutRestorer,
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IEditorServices } from '@jupyterlab/codeeditor';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { CommandIDs } from '../commands';
import { listCommands } from '../components/commandPalette';
import { IPlaces, Pages } from '../components/pages';
import { modelIcon } from '../icons';
import { IApi, ISelection, ITrackSettings } from '../tokens';
import { addActCommands } from './actCommands';
import { askModel, askVersion } from './asking';
import type { VersionsView } from './evidence/view';
import type { IRegistryParts } from './page/context';
import { TABS } from './page/model';
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
    const places = { app, labShell, restorer };
    const models = addModels(places, parts);
    addRequests(places, parts);
    addVersions(places, parts, models.current);
    addRules(places, parts);
    addActCommands({ api, selection, commands, trans, ...models });
    listCommands(palette, PALETTE, trans);
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
  const pages = new Pages<ModelView>(places, 'mltrack-model', {
    command: CommandIDs.openModel,
    args: ({ context: { model } }) => ({ model: model.name, tab: model.tab }),
    changed: ({ context }) => context.model.changed,
    name: ({ context }) => context.model.name
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
      const { createModelPage } = await import('./create');
      const open = pages.find(content => content.is(name));
      if (open && tab) {
        open.content.context.model.tab = tab;
      }
      pages.show(open ?? createModelPage(parts, name, tab));
    }
  });
  return {
    current: () => pages.seen?.context.model.name ?? null,
    onRenamed: (before, after) =>
      pages
        .filter(content => content.is(before))
        .forEach(({ context }) => context.model.renamed(after))
  };
}

function addRequests(places: IPlaces, parts: IRegistryParts): void {
  const { api, commands, trans } = parts;
  const pages = new Pages<RequestView>(places, 'mltrack-request', {
    command: CommandIDs.openRequest,
    args: ({ context }) => ({ request: context.model.id }),
    name: ({ context }) => context.model.id
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
      const open = pages.find(content => content.is(id));
      pages.show(open ?? createRequestPage(parts, id));
    }
  });
}

function addVersions(
  places: IPlaces,
  parts: IRegistryParts,
  current: () => string | null
): void {
  const { api, commands, trans } = parts;
  const pages = new Pages<VersionsView>(places, 'mltrack-versions', {
    command: CommandIDs.compareVersions,
    args: content => content.args,
    name: content => Object.values(content.args).join('/')
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
      const open = pages.find(content => content.is(model, one, other));
      pages.show(open ?? createVersionsPage(parts, model, one, other));
    }
  });
}

function addRules(places: IPlaces, parts: IRegistryParts): void {
  const { commands, trans } = parts;
  const pages = new Pages<StoreRulesView>(places, 'mltrack-rules', {
    command: CommandIDs.openRules,
    name: () => 'rules'
  });
  commands.addCommand(CommandIDs.openRules, {
    label: trans.__('Open Rules of the Store'),
    icon: modelIcon,
    describedBy: { args: { type: 'object', properties: {} } },
    execute: async () => {
      const { createRulesPage } = await import('./create');
      pages.show(pages.last ?? createRulesPage(parts));
    }
  });
}
