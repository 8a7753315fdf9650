import React, { useState } from 'react';
import type { Comparison } from '../api/types';
import { columnsOf, likelyMetric } from './columns';
import type { IComparisonContext } from './context';
import { Figure } from './figure';

/** Every run a line over the columns that differ. */
export function ParallelTab(props: {
  context: IComparisonContext;
  comparison: Comparison;
}): React.JSX.Element {
  const { context, comparison } = props;
  const { model, trans } = context;
  const columns = columnsOf(comparison).filter(column => column.differs);
  const metric = likelyMetric(columns);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(
    () => new Set(columns.filter(isExtra).map(column => column.id))
  );
  // Parameters first, then the metrics that they led to; the likely one last, where the eye ends.
  const shown = columns
    .filter(column => !hidden.has(column.id))
    .map(column => column.id)
    .sort((a, b) => Number(a === metric?.id) - Number(b === metric?.id));

  function isExtra(column: { id: string; kind: string }): boolean {
    return column.kind === 'metrics' && column.id !== metric?.id;
  }

  const toggle = (id: string) => {
    const next = new Set(hidden);
    if (!next.delete(id)) {
      next.add(id);
    }
    setHidden(next);
  };

  if (columns.length === 0) {
    return (
      <p className="jp-MLTrack-compareEmpty">
        {trans.__('No parameter and no metric differs between these runs.')}
      </p>
    );
  }
  return (
    <div className="jp-MLTrack-figureTab">
      <fieldset className="jp-MLTrack-controls">
        <legend className="jp-MLTrack-unseen">{trans.__('Axes')}</legend>
        {columns.map(column => (
          <label key={column.id}>
            <input
              type="checkbox"
              checked={!hidden.has(column.id)}
              onChange={() => toggle(column.id)}
            />
            {column.name}
          </label>
        ))}
      </fieldset>
      {shown.length > 0 ? (
        <>
          <Figure
            className="jp-MLTrack-bigFigure"
            path="figures/parallel"
            label={trans.__('Parallel coordinates of the compared runs')}
            query={{ runs: model.runs, columns: shown, color: metric?.id }}
            context={context}
          />
          <p className="jp-MLTrack-hint">
            {trans.__(
              'Drag along an axis to keep only the runs in that range; click it to show all again. Drag a name to move its axis.'
            )}
          </p>
        </>
      ) : (
        <p className="jp-MLTrack-compareEmpty">
          {trans.__('Choose at least one axis.')}
        </p>
      )}
    </div>
  );
}
