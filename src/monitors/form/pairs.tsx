import { closeIcon } from '@jupyterlab/ui-components';
import React from 'react';
import type { IFormContext } from './context';

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
