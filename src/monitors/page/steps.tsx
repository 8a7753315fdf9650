import {
  caretLeftIcon,
  caretRightIcon,
  closeIcon
} from '@jupyterlab/ui-components';
import React from 'react';
import type { IMonitorPageContext } from './context';

/** From one check to the next, and away from what is looked at. */
export function Steps(props: {
  context: IMonitorPageContext;
}): React.JSX.Element {
  const { model, trans } = props.context;
  const { checks, view } = model;
  const at = checks.findIndex(check => check.id === view.check);
  const step = (by: number, label: string, icon: typeof caretLeftIcon) => (
    <button
      className="jp-MLTrack-iconButton"
      title={label}
      aria-label={label}
      disabled={at < 0 || checks[at + by] === undefined}
      onClick={() => model.look({ check: checks[at + by].id })}
    >
      <icon.react tag="span" />
    </button>
  );
  return (
    <div className="jp-MLTrack-steps">
      {step(-1, trans.__('The check before'), caretLeftIcon)}
      {step(1, trans.__('The check after'), caretRightIcon)}
      <button
        className="jp-MLTrack-iconButton"
        title={trans.__('Close')}
        aria-label={trans.__('Close')}
        onClick={() => model.close()}
      >
        <closeIcon.react tag="span" />
      </button>
    </div>
  );
}
