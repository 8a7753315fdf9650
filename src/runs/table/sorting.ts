import { ITableColumn, NAME } from './columns';

/** The order after a click on a column: its better end first, then the other, then the newest runs. */
export function nextSort(
  column: Pick<ITableColumn, 'id' | 'numeric' | 'direction' | 'group'>,
  sort: string
): string {
  const downFirst =
    column.direction === 'max' ||
    (column.group === 'run' && column.id !== NAME && column.numeric) ||
    column.id === 'run.number';
  const first = downFirst ? `-${column.id}` : column.id;
  const second = downFirst ? column.id : `-${column.id}`;
  return sort === first ? second : sort === second ? '-run.number' : first;
}
