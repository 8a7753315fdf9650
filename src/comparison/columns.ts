import type { Comparison } from '../api/types';

/** A column that a figure can show. */
export interface IColumn {
  /** `params.lr`, `metrics.loss`. */
  id: string;
  name: string;
  kind: 'params' | 'metrics';
  differs: boolean;
  /** Whether one way is better. */
  directed: boolean;
}

/** The parameters and metrics of the compared runs. */
export function columnsOf(comparison: Comparison): IColumn[] {
  return comparison.groups.flatMap(group =>
    group.name === 'parameters' || group.name === 'metrics'
      ? group.rows.map(row => {
          const kind = group.name === 'metrics' ? 'metrics' : 'params';
          return {
            id: `${kind}.${row.key}`,
            name: row.key,
            kind,
            differs: row.differs,
            directed: row.direction !== null
          } as const;
        })
      : []
  );
}

/** The metric that most likely matters: one that has a better way and differs. */
export function likelyMetric(columns: readonly IColumn[]): IColumn | undefined {
  const metrics = columns.filter(column => column.kind === 'metrics');
  return (
    metrics.find(column => column.directed && column.differs) ??
    metrics.find(column => column.differs) ??
    metrics[0]
  );
}

/** The parameter to begin with. */
export function likelyParameter(
  columns: readonly IColumn[]
): IColumn | undefined {
  const params = columns.filter(column => column.kind === 'params');
  return params.find(column => column.differs) ?? params[0];
}
