import React, { useState } from 'react';
import type { Comparison } from '../api/types';
import { columnsOf, IColumn, likelyMetric, likelyParameter } from './columns';
import type { IComparisonContext } from './context';
import { Figure } from './figure';

/** One column against another, every run a point. */
export function ScatterTab(props: {
  context: IComparisonContext;
  comparison: Comparison;
}): React.JSX.Element {
  const { context, comparison } = props;
  const { model, trans } = context;
  const columns = columnsOf(comparison);
  const [chosenX, setX] = useState<string | null>(null);
  const [chosenY, setY] = useState<string | null>(null);
  const find = (id: string | null) => columns.find(one => one.id === id);
  const y = find(chosenY) ?? likelyMetric(columns) ?? columns[0];
  const x =
    find(chosenX) ??
    likelyParameter(columns) ??
    columns.find(column => column !== y);
  if (!x || !y) {
    return (
      <p className="jp-MLTrack-compareEmpty">
        {trans.__(
          'These runs have no two parameters or metrics to set against each other.'
        )}
      </p>
    );
  }
  return (
    <div className="jp-MLTrack-figureTab">
      <div className="jp-MLTrack-controls">
        <Choice
          label={trans.__('Across')}
          columns={columns}
          value={x.id}
          onChange={setX}
          context={context}
        />
        <Choice
          label={trans.__('Up')}
          columns={columns}
          value={y.id}
          onChange={setY}
          context={context}
        />
      </div>
      <Figure
        className="jp-MLTrack-bigFigure"
        path="figures/scatter"
        label={trans.__('%1 against %2', y.name, x.name)}
        query={{ runs: model.runs, x: x.id, y: y.id }}
        context={context}
      />
    </div>
  );
}

function Choice(props: {
  label: string;
  columns: readonly IColumn[];
  value: string;
  onChange: (id: string) => void;
  context: IComparisonContext;
}): React.JSX.Element {
  const { columns } = props;
  const { trans } = props.context;
  const options = (kind: IColumn['kind']) =>
    columns
      .filter(column => column.kind === kind)
      .map(column => (
        <option key={column.id} value={column.id}>
          {column.name}
        </option>
      ));
  return (
    <label>
      {props.label}
      <select
        className="jp-MLTrack-choose"
        value={props.value}
        onChange={event => props.onChange(event.target.value)}
      >
        <optgroup label={trans.__('Parameters')}>{options('params')}</optgroup>
        <optgroup label={trans.__('Metrics')}>{options('metrics')}</optgroup>
      </select>
    </label>
  );
}
