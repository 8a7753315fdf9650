import type { TranslationBundle } from '@jupyterlab/translation';
import { closeIcon } from '@jupyterlab/ui-components';
import React, { useState } from 'react';
import { useSignal } from '../../components/hooks';
import { ITableColumn, NUMBER } from './columns';
import { groupWord } from './header';
import type { TableModel } from './model';

/** How many columns of a group are listed before somebody searches. */
const MOST_LISTED = 300;

const GROUPS = ['run', 'metrics', 'params', 'tags'] as const;
const EXTREMES = ['min', 'max', 'mean'] as const;

/** The list of all columns, beside the table: what is ticked is shown. */
export function ColumnChooser(props: {
  table: TableModel;
  onClose: () => void;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { table, trans } = props;
  useSignal(table.changed);
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const matches = (column: ITableColumn) =>
    `${column.name} ${column.label}`.toLowerCase().includes(wanted);
  return (
    <aside
      className="jp-MLTrack-chooser"
      aria-label={trans.__('Columns')}
      onKeyDown={event => {
        if (event.key === 'Escape') {
          props.onClose();
        }
      }}
    >
      <header>
        <h3>{trans.__('Columns')}</h3>
        <button
          className="jp-MLTrack-iconButton"
          aria-label={trans.__('Close')}
          title={trans.__('Close')}
          onClick={props.onClose}
        >
          <closeIcon.react tag="span" />
        </button>
      </header>
      <input
        className="jp-MLTrack-input"
        type="search"
        autoFocus
        placeholder={trans.__('Search columns…')}
        aria-label={trans.__('Search columns')}
        value={search}
        onChange={event => setSearch(event.currentTarget.value)}
      />
      <div className="jp-MLTrack-chooserList">
        {GROUPS.map(group => {
          const columns = table.columns.filter(
            column => column.group === group && matches(column)
          );
          return (
            columns.length > 0 && (
              <Group
                key={group}
                columns={columns}
                table={table}
                trans={trans}
              />
            )
          );
        })}
      </div>
      <footer className="jp-MLTrack-buttons">
        <button className="jp-MLTrack-button" onClick={() => table.reset()}>
          {trans.__('Reset columns')}
        </button>
      </footer>
    </aside>
  );
}

function Group(props: {
  columns: readonly ITableColumn[];
  table: TableModel;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { columns, table, trans } = props;
  const ids = columns
    .filter(column => column.id !== NUMBER)
    .map(column => column.id);
  const word = groupWord(columns[0], trans);
  const all = columns.every(column => table.shows(column));
  return (
    <fieldset>
      <legend>
        {word}
        <button
          className="jp-MLTrack-link"
          onClick={() => table.setShown(ids, !all)}
        >
          {all ? trans.__('none') : trans.__('all')}
        </button>
      </legend>
      {columns.slice(0, MOST_LISTED).map(column => (
        <div key={column.id} className="jp-MLTrack-choice">
          <label title={column.name}>
            <input
              type="checkbox"
              checked={table.shows(column)}
              disabled={column.id === NUMBER}
              onChange={event =>
                table.setShown([column.id], event.currentTarget.checked)
              }
            />
            <span>{column.label}</span>
          </label>
          {column.group === 'metrics' && (
            <Extremes name={column.name} table={table} trans={trans} />
          )}
        </div>
      ))}
      {columns.length > MOST_LISTED && (
        <p>
          {trans.__('%1 more: search for them.', columns.length - MOST_LISTED)}
        </p>
      )}
    </fieldset>
  );
}

/** A metric's minimum, maximum and mean over its points, each a column of its own. */
function Extremes(props: {
  name: string;
  table: TableModel;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { name, table, trans } = props;
  const words = {
    min: trans.__('min'),
    max: trans.__('max'),
    mean: trans.__('mean')
  };
  return (
    <span className="jp-MLTrack-extremes">
      {EXTREMES.map(group => {
        const column = table.columns.find(
          other => other.id === `${group}.${name}`
        );
        return (
          column && (
            <button
              key={group}
              className="jp-MLTrack-toggle"
              aria-pressed={table.shows(column)}
              aria-label={column.label}
              onClick={() => table.setShown([column.id], !table.shows(column))}
            >
              {words[group]}
            </button>
          )
        );
      })}
    </span>
  );
}
