import type { MainAreaWidget } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import { framed } from '../../components/pages';
import type { IApi, ISelection, ITrackSettings } from '../../tokens';
import { Catalogue } from '../catalogue';
import { Gestures } from '../gestures';
import type { ViewMemory } from '../memory';
import { IRunsQuery, RunsModel } from '../model';
import { ColumnLayout, readLayout } from './columns';
import { TableModel } from './model';
import { RunsTableView } from './view';

/** What the table remembers. */
export type TableMemory = {
  filter: string;
  experiment: string | null;
  sort: string;
  layout: Partial<ColumnLayout>;
};

/** What the table needs of the application. */
export interface ITableParts {
  api: IApi;
  selection: ISelection;
  settings: ITrackSettings;
  commands: CommandRegistry;
  trans: TranslationBundle;
}

/** Make the table of runs, as it was left, but with the query that was asked for. */
export async function createTable(
  parts: ITableParts,
  memory: ViewMemory<TableMemory>,
  query: Partial<IRunsQuery>
): Promise<MainAreaWidget<RunsTableView>> {
  const { api, selection, settings, commands, trans } = parts;
  const { layout, ...remembered } = await memory.recall();
  const model = new RunsModel({ api, query: { ...remembered, ...query } });
  const catalogue = new Catalogue(api);
  const table = new TableModel({
    runs: model,
    catalogue,
    trans,
    layout: readLayout(layout ?? {})
  });
  const keep = () => {
    const { filter, experiment, sort } = model.query;
    memory.keep({ filter, experiment, sort, layout: table.layout });
  };
  model.changed.connect(keep);
  table.changed.connect(keep);
  const gestures = new Gestures(model, selection);
  const content = new RunsTableView(
    { model, catalogue, selection, gestures, settings, commands, trans },
    table
  );
  return framed(content, 'table');
}
