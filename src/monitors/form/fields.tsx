import { closeIcon } from '@jupyterlab/ui-components';
import React, { useId } from 'react';
import type { MonitorSource } from '../../api/types';
import type { Field, IDraft } from './draft';
import type { IFormContext } from './context';

/** A field of text of the draft, with what it is for and what is wrong with it. */
export function Text(props: {
  field: Field &
    keyof { [K in Field as IDraft[K] extends string ? K : never]: 1 };
  label: string;
  hint?: string;
  placeholder?: string;
  /** Words that are offered. */
  offers?: readonly string[];
  disabled?: boolean;
  short?: boolean;
  context: IFormContext;
}): React.JSX.Element {
  const { field, label, hint, context } = props;
  const { model, faults } = context;
  const id = useId();
  const fault = faults[field];
  return (
    <div className="jp-MLTrack-field" data-short={props.short === true}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="jp-MLTrack-input"
        value={model.draft[field]}
        placeholder={props.placeholder}
        list={props.offers ? `${id}-offers` : undefined}
        disabled={props.disabled}
        spellCheck={false}
        aria-invalid={fault !== undefined}
        aria-describedby={`${id}-hint`}
        onChange={event => model.set({ [field]: event.currentTarget.value })}
      />
      {props.offers && (
        <datalist id={`${id}-offers`}>
          {props.offers.map(offer => (
            <option key={offer} value={offer} />
          ))}
        </datalist>
      )}
      <small id={`${id}-hint`} data-fault={fault !== undefined}>
        {fault ?? hint}
      </small>
    </div>
  );
}

/** One of several words. */
export function Choice<T extends string>(props: {
  label: string;
  value: T;
  choices: readonly (readonly [T, string])[];
  onChange: (value: T) => void;
  disabled?: boolean;
  hint?: string;
}): React.JSX.Element {
  const id = useId();
  return (
    <div className="jp-MLTrack-field">
      <label htmlFor={id}>{props.label}</label>
      <select
        id={id}
        aria-describedby={props.hint ? `${id}-hint` : undefined}
        className="jp-MLTrack-input"
        value={props.value}
        disabled={props.disabled}
        onChange={event => props.onChange(event.currentTarget.value as T)}
      >
        {props.choices.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
      {props.hint && <small id={`${id}-hint`}>{props.hint}</small>}
    </div>
  );
}

/** Where data come from. */
export function Source(props: {
  source: MonitorSource;
  label: string;
  handed: string;
  onChange: (source: MonitorSource) => void;
  fault?: string;
  /** Whether rows were read: their kind stays. */
  fixed?: boolean;
  context: IFormContext;
}): React.JSX.Element {
  const { source, context, fault } = props;
  const { trans } = context;
  const id = useId();
  const set = (change: Partial<MonitorSource>) =>
    props.onChange({ ...source, ...change });
  const line = (
    key: 'path' | 'database' | 'cursor',
    label: string,
    hint: string,
    placeholder: string
  ) => (
    <div className="jp-MLTrack-field">
      <label htmlFor={`${id}-${key}`}>{label}</label>
      <input
        id={`${id}-${key}`}
        aria-describedby={`${id}-${key}-hint`}
        className="jp-MLTrack-input"
        value={source[key]}
        placeholder={placeholder}
        spellCheck={false}
        aria-invalid={fault !== undefined && source[key].trim() === ''}
        onChange={event => set({ [key]: event.currentTarget.value })}
      />
      <small id={`${id}-${key}-hint`}>{hint}</small>
    </div>
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
          ['handed', props.handed]
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

/** Pairs of words, as many as are needed. */
export function Pairs(props: {
  label: string;
  first: string;
  second: string;
  pairs: readonly (readonly [string, string])[];
  onChange: (pairs: readonly (readonly [string, string])[]) => void;
  add: string;
  fault?: string;
  context: IFormContext;
}): React.JSX.Element {
  const { pairs, onChange, context } = props;
  const { trans } = context;
  const change = (at: number, pair: readonly [string, string]) =>
    onChange(pairs.map((one, index) => (index === at ? pair : one)));
  return (
    <fieldset className="jp-MLTrack-pairs">
      <legend>{props.label}</legend>
      {pairs.map(([first, second], at) => (
        <div key={at} className="jp-MLTrack-formRow">
          <input
            className="jp-MLTrack-input"
            aria-label={props.first}
            placeholder={props.first}
            value={first}
            onChange={event => change(at, [event.currentTarget.value, second])}
          />
          <input
            className="jp-MLTrack-input"
            aria-label={props.second}
            placeholder={props.second}
            value={second}
            onChange={event => change(at, [first, event.currentTarget.value])}
          />
          <button
            type="button"
            className="jp-MLTrack-iconButton"
            title={trans.__('Take away')}
            aria-label={trans.__('Take away')}
            onClick={() => onChange(pairs.filter((_, index) => index !== at))}
          >
            <closeIcon.react tag="span" />
          </button>
        </div>
      ))}
      <button
        type="button"
        className="jp-MLTrack-link"
        onClick={() => onChange([...pairs, ['', '']])}
      >
        {props.add}
      </button>
      {props.fault && (
        <small className="jp-MLTrack-formProblem">{props.fault}</small>
      )}
    </fieldset>
  );
}
