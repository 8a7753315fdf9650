import {
  ILabShell,
  ILayoutRestorer,
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import type { MainAreaWidget } from '@jupyterlab/apputils';
import { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { IStateDB } from '@jupyterlab/statedb';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { CommandIDs } from '../commands';
import { IPlaces, Pages } from '../components/pages';
import { trackIcon } from '../icons';
import { IApi, IFigureFactory, ISelection, ITrackSettings } from '../tokens';
import type { IDetailsContext } from './details/context';
import type { RunDetailsView } from './details/view';
import { ViewMemory } from './memory';
import type { IRunsQuery } from './model';
import type { ITableParts, TableMemory } from './table/create';
import type { RunsTableView } from './table/view';

/** The full table and the page of a run, in the main area. Their code is loaded when the first of them is opened. */
export const viewsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-mltrack:views',
  description: 'Opens the table of runs and the page of a run.',
  autoStart: true,
  requires: [IApi, ISelection, ITrackSettings, IRenderMimeRegistry],
  optional: [
    IFigureFactory,
    IEditorLanguageRegistry,
    ILabShell,
    ILayoutRestorer,
    IStateDB,
    ITranslator
  ],
  activate: (
    app: JupyterFrontEnd,
    api: IApi,
    selection: ISelection,
    settings: ITrackSettings,
    rendermime: IRenderMimeRegistry,
    figures: IFigureFactory | null,
    languages: IEditorLanguageRegistry | null,
    labShell: ILabShell | null,
    restorer: ILayoutRestorer | null,
    state: IStateDB | null,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('jupyter_mltrack');
    const { commands } = app;
    const places = { app, labShell, restorer };
    addTable(places, { api, selection, settings, commands, trans }, state);
    addDetails(places, selection, {
      api,
      settings,
      commands,
      rendermime,
      languages,
      figures,
      trans
    });
  }
};

function addTable(
  places: IPlaces,
  parts: ITableParts,
  state: IStateDB | null
): void {
  const { commands, trans } = parts;
  const pages = new Pages<RunsTableView>(places, 'mltrack-runs', {
    command: CommandIDs.openRuns,
    name: () => 'runs'
  });
  const memory = new ViewMemory<TableMemory>(state, 'jupyter-mltrack:table');
  let opening: Promise<MainAreaWidget<RunsTableView>> | null = null;

  commands.addCommand(CommandIDs.openRuns, {
    label: trans.__('Open Table of Runs'),
    icon: trackIcon,
    describedBy: {
      args: {
        type: 'object',
        properties: {
          filter: { type: 'string', description: 'Which runs to show' },
          experiment: {
            type: ['string', 'null'],
            description: 'Only the runs of this experiment'
          },
          sort: {
            type: 'string',
            description: 'Id of a column, with a minus for descending'
          }
        }
      }
    },
    execute: async args => {
      const query = queryOf(args);
      let widget = pages.last;
      if (widget) {
        widget.content.context.model.setQuery(query);
      } else {
        opening ??= import('./table/create').then(({ createTable }) =>
          createTable(parts, memory, query)
        );
        try {
          widget = await opening;
        } finally {
          opening = null;
        }
      }
      pages.show(widget);
    }
  });

  commands.addCommand(CommandIDs.chooseColumns, {
    label: trans.__('Choose Columns of Runs'),
    describedBy: {
      args: {
        type: 'object',
        properties: {
          show: {
            type: 'boolean',
            description: 'Show or hide the list; the other way when left out'
          }
        }
      }
    },
    execute: async args => {
      await commands.execute(CommandIDs.openRuns);
      const view = pages.last?.content;
      if (view) {
        view.choosing =
          typeof args.show === 'boolean' ? args.show : !view.choosing;
      }
    }
  });
}

function addDetails(
  places: IPlaces,
  selection: ISelection,
  parts: Omit<IDetailsContext, 'model' | 'choices'>
): void {
  const { commands, trans } = parts;
  const pages = new Pages<RunDetailsView>(places, 'mltrack-run', {
    command: CommandIDs.openRun,
    args: ({ context }) => ({ run: context.model.reference }),
    name: ({ context }) => context.model.reference
  });

  commands.addCommand(CommandIDs.openRun, {
    label: trans.__('Open Run'),
    icon: trackIcon,
    describedBy: {
      args: {
        type: 'object',
        properties: {
          run: {
            type: 'string',
            description:
              'Id, number or unique beginning of the id; the selected run when left out'
          }
        }
      }
    },
    isEnabled: args => args.run !== undefined || selection.runs.length === 1,
    execute: async args => {
      const reference = String(args.run ?? selection.runs[0]);
      const { createDetails } = await import('./details/create');
      const open = pages.find(({ context }) => context.model.is(reference));
      pages.show(open ?? createDetails(parts, reference));
    }
  });
}

function queryOf(args: ReadonlyPartialJSONObject): Partial<IRunsQuery> {
  const { filter, experiment, sort } = args;
  return {
    ...(typeof filter === 'string' && { filter }),
    ...((typeof experiment === 'string' || experiment === null) && {
      experiment
    }),
    ...(typeof sort === 'string' && { sort })
  };
}
