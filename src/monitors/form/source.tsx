import React from 'react';
import type { MonitorSource } from '../../api/types';
import type { IFormContext } from './context';
import { Choice, Line } from './fields';

/** Where data come from. */
export function Source(props: {
  source: MonitorSource;
  label: string;
  onChange: (source: MonitorSource) => void;
  fault?: string;
  /** Whether rows were read: their kind stays. */
  fixed?: boolean;
  context: IFormContext;
}): React.JSX.Element {
  const { source, context, fault } = props;
  const { trans } = context;
  const set = (change: Partial<MonitorSource>) =>
    props.onChange({ ...source, ...change });
  const line = (
    key: 'path' | 'database' | 'cursor',
    label: string,
    hint: string,
    placeholder: string
  ) => (
    <Line
      label={label}
      value={source[key]}
      hint={hint}
      placeholder={placeholder}
      wrong={fault !== undefined && source[key].trim() === ''}
      onChange={value => set({ [key]: value })}
    />
  );
  return (
    <>
      <Choice
        label={props.label}
        value={source.kind}
        disabled={props.fixed}
        choices={[
          ['files', trans.__('files')],
          ['sql', trans.__('a database')],
          ['handed', trans.__('a notebook that hands them over')]
        ]}
        onChange={kind => set({ kind })}
      />
      {source.kind === 'files' &&
        line(
          'path',
          trans.__('Files'),
          trans.__(
            'A pattern, from the folder of the store; CSV, Parquet or JSON lines.'
          ),
          'data/*.parquet'
        )}
      {source.kind === 'sql' && (
        <>
          {line(
            'database',
            trans.__('Database'),
            trans.__(
              'A password stands in it as $NAME: the variable of the environment that holds it.'
            ),
            'sqlite:///data/log.db'
          )}
          <label className="jp-MLTrack-field" data-wide="true">
            <span>{trans.__('Query')}</span>
            <textarea
              className="jp-MLTrack-input"
              rows={3}
              value={source.query}
              placeholder={trans.__('SELECT * FROM predictions')}
              spellCheck={false}
              onChange={event => set({ query: event.currentTarget.value })}
            />
          </label>
          {line(
            'cursor',
            trans.__('Cursor (optional)'),
            trans.__(
              'A column that only grows: rows beyond the highest value seen are new.'
            ),
            'id'
          )}
        </>
      )}
      {fault && <small className="jp-MLTrack-formProblem">{fault}</small>}
    </>
  );
}
