import { useMemo } from 'react';
import { digitsThatDiffer } from '../../components/format';
import type { RunsModel } from '../model';
import { ITableColumn, valueOf } from './columns';

/** From so many rows the digits of a column are taken: more would cost more at each page that arrives. */
const MOST_READ = 300;

/**
 * How many digits each column of numbers shows: enough to tell its runs apart.
 *
 * @param usual Digits where nothing asks for more.
 * @returns Digits by the id of the column.
 */
export function useDigits(
  model: RunsModel,
  shown: readonly ITableColumn[],
  usual: number
): ReadonlyMap<string, number> {
  return useMemo(() => {
    const rows = model.known().slice(0, MOST_READ);
    return new Map(
      shown
        .filter(item => item.numeric && item.group !== 'run')
        .map(item => [
          item.id,
          digitsThatDiffer(
            rows.flatMap(row => {
              const value = valueOf(row, item);
              return typeof value === 'number' ? [value] : [];
            }),
            3,
            usual
          )
        ])
    );
  }, [model, model.revision, shown, usual]);
}
