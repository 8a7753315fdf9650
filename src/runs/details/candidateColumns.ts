import type { Column, RunRow } from '../../api/types';

/** More columns of a kind than these are left to the comparison. */
const MOST_PARAMS = 12;
const MOST_METRICS = 4;

/** What every candidate has: its rank, and how long it took. */
export const PLACE = 'run.place';
export const DURATION = 'run.duration';

/** Metrics that say how sure a score is, or what it cost: they stand behind the scores. */
const ASIDE = /(^|_)(std|time|seconds|duration|latency)(_|$)/i;

/**
 * Choose what a table of candidates shows: the parameters in which they differ, and their main metrics.
 *
 * @param columns What the candidates have.
 * @param rows Those that came, of `total`.
 * @param kept Ids of columns that were shown before: a column does not go away while somebody reads it.
 */
export function candidateColumns(
  columns: readonly Column[],
  rows: readonly RunRow[],
  total: number,
  kept: ReadonlySet<string>
): Column[] {
  const known = columns.filter(
    ({ id }) => kept.has(id) || rows.some(row => row.values[id] !== undefined)
  );
  const params = known.filter(
    ({ group, id, runs }) =>
      group === 'params' &&
      (kept.has(id) ||
        runs < total ||
        new Set(rows.map(row => row.values[id])).size > 1)
  );
  const metrics = known.filter(({ group }) => group === 'metrics');
  const aside = (column: Column) => Number(ASIDE.test(column.name));
  return [
    ...params.slice(0, MOST_PARAMS),
    ...metrics.sort((a, b) => aside(a) - aside(b)).slice(0, MOST_METRICS)
  ];
}
