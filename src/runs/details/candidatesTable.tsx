import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useMemo } from 'react';
import type { Column, RunRow } from '../../api/types';
import { CommandIDs } from '../../commands';
import {
  digitsThatDiffer,
  formatChosen,
  formatDuration,
  formatValue,
  MISSING,
  Scalar
} from '../../components/format';
import { DURATION, PLACE } from './candidateColumns';
import type { CandidatesModel } from './candidatesModel';
import type { IDetailsContext } from './context';

/** Candidates, one a row; the heads order, a row opens its page. */
export function CandidatesTable(props: {
  model: CandidatesModel;
  context: IDetailsContext;
}): React.JSX.Element {
  const { model, context } = props;
  const { commands, settings, trans } = context;
  const { rows, columns } = model;
  const digits = useMemo(
    () =>
      new Map(
        columns.map(({ id }) => [id, digitsOf(id, rows, settings.digits)])
      ),
    [columns, rows, settings.digits]
  );
  const timed = rows.some(row => row.values[DURATION] !== undefined);
  const open = (row: RunRow) =>
    void commands.execute(CommandIDs.openRun, { run: row.id });
  const head = (id: string, label: string, numeric: boolean) => (
    <Head
      key={id}
      id={id}
      label={label}
      numeric={numeric}
      sort={model.sort}
      onSort={() => model.toggleSort(id)}
    />
  );
  return (
    <div className="jp-MLTrack-sideways jp-MLTrack-candidateRows">
      <table
        className="jp-MLTrack-values"
        data-words="true"
        aria-label={trans.__('Candidates')}
        aria-rowcount={model.total + 1}
      >
        <thead>
          <tr>
            {head(PLACE, trans.__('Rank'), true)}
            {head('run.name', trans.__('Name'), false)}
            {columns.map(({ id, name, numeric }) => head(id, name, numeric))}
            {timed && head(DURATION, trans.__('Duration'), true)}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr
              key={row.id}
              className="jp-MLTrack-candidate"
              onClick={() => open(row)}
            >
              <td data-numeric="true">{row.values[PLACE]}</td>
              <th scope="row">
                <button
                  className="jp-MLTrack-link"
                  title={row.name}
                  aria-label={trans.__('Open candidate %1', row.name)}
                  onClick={event => {
                    event.stopPropagation();
                    open(row);
                  }}
                >
                  {row.name}
                </button>
              </th>
              {columns.map(column => (
                <Cell
                  key={column.id}
                  column={column}
                  row={row}
                  digits={digits.get(column.id) ?? settings.digits}
                />
              ))}
              {timed && (
                <td data-numeric="true">{took(row.values[DURATION], trans)}</td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Head(props: {
  id: string;
  label: string;
  numeric: boolean;
  sort: string;
  onSort: () => void;
}): React.JSX.Element {
  const { id, label, sort } = props;
  const order =
    sort === id ? 'ascending' : sort === `-${id}` ? 'descending' : undefined;
  return (
    <th scope="col" aria-sort={order} data-numeric={props.numeric || undefined}>
      <button
        className="jp-MLTrack-candidateSort"
        title={label}
        onClick={props.onSort}
      >
        <span className="jp-MLTrack-candidateLabel">{label}</span>
        <span aria-hidden="true" className="jp-MLTrack-candidateArrow">
          {order === 'ascending' ? '▲' : order === 'descending' ? '▼' : ''}
        </span>
      </button>
    </th>
  );
}

function Cell(props: {
  column: Column;
  row: RunRow;
  digits: number;
}): React.JSX.Element {
  const { column, row, digits } = props;
  const value = row.values[column.id];
  return (
    <td
      data-numeric={column.numeric || undefined}
      title={value === undefined ? undefined : String(value)}
    >
      {column.group === 'params'
        ? formatChosen(value, Math.max(6, digits))
        : formatValue(value, digits)}
    </td>
  );
}

/** How many digits the numbers of a column need to be told apart. */
function digitsOf(id: string, rows: readonly RunRow[], most: number): number {
  return digitsThatDiffer(
    rows
      .map(row => row.values[id])
      .filter((value): value is number => typeof value === 'number'),
    3,
    most
  );
}

function took(seconds: Scalar, trans: TranslationBundle): string {
  return typeof seconds === 'number' ? formatDuration(seconds, trans) : MISSING;
}
