import type { TranslationBundle } from '@jupyterlab/translation';
import type { Column, RunRow } from '../../api/types';
import type { Scalar } from '../../components/format';

/** A column that the table can show. */
export interface ITableColumn extends Pick<
  Column,
  'id' | 'group' | 'name' | 'numeric' | 'direction'
> {
  /** What stands above it. */
  readonly label: string;
  readonly width: number;
  /** Whether it is shown when nobody chose. */
  readonly usual: boolean;
  /** Whether a row carries its value without being asked. */
  readonly own: boolean;
}

/** How a person arranged the columns. What nobody touched follows the defaults, also for columns that come later. */
export type ColumnLayout = {
  shown: string[];
  hidden: string[];
  order: string[];
  pinned: string[];
  widths: Record<string, number>;
};

export const NUMBER = 'run.number';
export const NAME = 'run.name';

export const DEFAULT_LAYOUT: ColumnLayout = {
  shown: [],
  hidden: [],
  order: [],
  pinned: [NUMBER, NAME],
  widths: {}
};

/** What was remembered of a layout; what is not of its form is not taken. */
export function readLayout(remembered: Partial<ColumnLayout>): ColumnLayout {
  const list = (value: unknown, otherwise: string[]): string[] =>
    Array.isArray(value) ? value.map(String) : otherwise;
  const widths = Object.entries(remembered.widths ?? {}).filter(
    ([, width]) => typeof width === 'number' && width > 0
  );
  return {
    shown: list(remembered.shown, []),
    hidden: list(remembered.hidden, []),
    order: list(remembered.order, []),
    pinned: list(remembered.pinned, DEFAULT_LAYOUT.pinned),
    widths: Object.fromEntries(widths)
  };
}

/** More columns than this are not shown unless somebody chooses them. */
const MOST_USUAL = 60;

/** The columns that every run has. */
export function runColumns(trans: TranslationBundle): ITableColumn[] {
  const column = (
    name: string,
    label: string,
    width: number,
    more: Partial<ITableColumn> = {}
  ): ITableColumn => ({
    id: `run.${name}`,
    group: 'run',
    name,
    label,
    width,
    numeric: false,
    direction: null,
    usual: true,
    own: true,
    ...more
  });
  return [
    column('number', trans.__('Run'), 84),
    column('name', trans.__('Name'), 170),
    column('experiment', trans.__('Experiment'), 120),
    column('status', trans.__('State'), 90, { usual: false }),
    column('started', trans.__('Started'), 84, { numeric: true }),
    column('duration', trans.__('Duration'), 90, { numeric: true }),
    column('user', trans.__('User'), 100, { usual: false }),
    column('note', trans.__('Note'), 180, { usual: false }),
    column('failure', trans.__('Error'), 110, { usual: false }),
    column('notebook', trans.__('Notebook'), 140, { usual: false, own: false }),
    column('commit', trans.__('Commit'), 90, { usual: false, own: false })
  ];
}

/** All columns, in their usual order: the run's own, metrics, parameters, tags, then what metrics were at their best. */
export function allColumns(
  found: readonly Column[],
  trans: TranslationBundle
): ITableColumn[] {
  const groups = ['metrics', 'params', 'tags', 'min', 'max', 'mean'] as const;
  const columns = groups.flatMap(group =>
    found.filter(column => column.group === group)
  );
  return [
    ...runColumns(trans),
    ...columns.map((column, index) => ({
      id: column.id,
      group: column.group,
      name: column.name,
      numeric: column.numeric,
      direction: column.direction,
      label: columnLabel(column, trans),
      width: widthFor(column),
      usual:
        index < MOST_USUAL &&
        (column.group === 'metrics' ||
          column.group === 'params' ||
          column.group === 'tags'),
      own: column.group === 'tags'
    }))
  ];
}

/** Put columns into the order that a person gave them; those without a place keep their usual one. */
export function arrange(
  columns: readonly ITableColumn[],
  layout: ColumnLayout
): ITableColumn[] {
  const place = new Map(layout.order.map((id, index) => [id, index]));
  const known = columns
    .filter(column => place.has(column.id))
    .sort((a, b) => place.get(a.id)! - place.get(b.id)!);
  // The moved ones fill the places that moved ones had; all others stay where they are.
  let next = 0;
  const arranged = columns.map(column =>
    place.has(column.id) ? known[next++] : column
  );
  const pinned = layout.pinned.flatMap(
    id => arranged.find(column => column.id === id) ?? []
  );
  return [...pinned, ...arranged.filter(column => !pinned.includes(column))];
}

/** Whether a column is shown. */
export function isShown(column: ITableColumn, layout: ColumnLayout): boolean {
  return (
    column.id === NUMBER ||
    layout.shown.includes(column.id) ||
    (column.usual && !layout.hidden.includes(column.id))
  );
}

/** The value of a run in a column. */
export function valueOf(row: RunRow, column: ITableColumn): Scalar {
  if (column.group === 'tags') {
    return Object.hasOwn(row.tags, column.name)
      ? row.tags[column.name]
      : undefined;
  }
  if (!column.own) {
    return row.values[column.id];
  }
  switch (column.name) {
    case 'number':
      return row.number;
    case 'name':
      return row.name;
    case 'experiment':
      return row.experiment;
    case 'status':
      return row.status;
    case 'started':
      return row.started;
    case 'duration':
      return row.ended === null ? undefined : row.ended - row.started;
    case 'user':
      return row.user;
    case 'note':
      return row.note;
    case 'failure':
      return row.failure;
    default:
      return undefined;
  }
}

/** What stands above a column; a metric's minimum says that it is one. */
function columnLabel(column: Column, trans: TranslationBundle): string {
  switch (column.group) {
    case 'min':
      return trans.__('%1 min', column.name);
    case 'max':
      return trans.__('%1 max', column.name);
    case 'mean':
      return trans.__('%1 mean', column.name);
    default:
      return column.name;
  }
}

function widthFor(column: Column): number {
  const label = column.name.length * 7 + 34;
  return Math.max(column.numeric ? 84 : 110, Math.min(180, label));
}
