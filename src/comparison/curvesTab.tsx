import React, { useEffect, useState } from 'react';
import type { Comparison } from '../api/types';
import type { IComparisonContext } from './context';
import { Figure } from './figure';
import type { ICurveOptions } from './model';

/** More metrics than this get a box to find them in. */
const MANY = 8;

/** How long the slider must rest before curves are drawn anew, in milliseconds. */
const REST = 150;

/** The curves of all runs, a panel for each metric. */
export function CurvesTab(props: {
  context: IComparisonContext;
  comparison: Comparison;
}): React.JSX.Element {
  const { context, comparison } = props;
  const { model, trans } = context;
  const [wanted, setWanted] = useState('');
  const keys = comparison.curves;
  const shown = keys.filter(key =>
    key.toLowerCase().includes(wanted.trim().toLowerCase())
  );
  if (keys.length === 0) {
    return (
      <p className="jp-MLTrack-compareEmpty">
        {trans.__(
          'None of these runs has a curve: no metric was logged, or assigned in a loop, more than once.'
        )}
      </p>
    );
  }
  const { smoothing, log, x } = model.curves;
  return (
    <div className="jp-MLTrack-curves">
      <Controls context={context}>
        {keys.length > MANY && (
          <input
            type="search"
            className="jp-MLTrack-input"
            value={wanted}
            placeholder={trans.__('find a metric')}
            aria-label={trans.__('Find a metric')}
            onChange={event => setWanted(event.target.value)}
          />
        )}
      </Controls>
      <div className="jp-MLTrack-curvesGrid">
        {shown.map(key => (
          <Figure
            key={key}
            className="jp-MLTrack-curve"
            path="figures/curves"
            label={trans.__('Curves of %1', key)}
            query={{
              runs: model.runs,
              keys: [key],
              smoothing,
              log,
              x,
              timezone: x === 'time' ? timezone() : undefined
            }}
            context={context}
          />
        ))}
      </div>
      {shown.length === 0 && (
        <p className="jp-MLTrack-compareEmpty">
          {trans.__('No metric is called so.')}
        </p>
      )}
    </div>
  );
}

function Controls(props: {
  context: IComparisonContext;
  children: React.ReactNode;
}): React.JSX.Element {
  const { model, trans } = props.context;
  const { curves } = model;
  const [smoothing, setSmoothing] = useState(curves.smoothing);
  const change = (options: Partial<ICurveOptions>) => {
    model.curves = { ...model.curves, ...options };
  };
  useEffect(() => {
    if (smoothing !== model.curves.smoothing) {
      const rest = setTimeout(() => change({ smoothing }), REST);
      return () => clearTimeout(rest);
    }
  }, [smoothing]);
  return (
    <div
      className="jp-MLTrack-controls"
      role="group"
      aria-label={trans.__('How curves are drawn')}
    >
      <label>
        {trans.__('Smoothing')}
        <input
          type="range"
          min={0}
          max={0.99}
          step={0.01}
          value={smoothing}
          onChange={event => setSmoothing(Number(event.target.value))}
        />
        <output>{smoothing.toFixed(2)}</output>
      </label>
      <label>
        <input
          type="checkbox"
          checked={curves.log}
          onChange={event => change({ log: event.target.checked })}
        />
        {trans.__('Log axis')}
      </label>
      <label>
        {trans.__('Over')}
        <select
          className="jp-MLTrack-choose"
          value={curves.x}
          onChange={event =>
            change({ x: event.target.value as ICurveOptions['x'] })
          }
        >
          <option value="step">{trans.__('steps')}</option>
          <option value="relative">{trans.__('time since start')}</option>
          <option value="time">{trans.__('time of day')}</option>
        </select>
      </label>
      {props.children}
    </div>
  );
}

/** The reader's own time zone. */
function timezone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
