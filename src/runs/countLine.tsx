import React from 'react';
import type { IRunsContext } from './context';

/** How many runs match, and how many of them still run. */
export function CountLine(props: { context: IRunsContext }): React.JSX.Element {
  const { model, trans } = props.context;
  const parts = [trans._n('%1 run', '%1 runs', model.total)];
  if (model.running > 0) {
    parts.push(trans.__('%1 running', model.running));
  }
  return (
    <span className="jp-MLTrack-count" role="status">
      {model.loaded ? parts.join(' · ') : ''}
    </span>
  );
}
