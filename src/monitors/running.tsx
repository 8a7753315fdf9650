import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import React from 'react';
import type { Monitor } from '../api/types';
import { CommandIDs } from '../commands';

/** How far a monitor that runs is, and a button to cancel that; nothing where it does not run. */
export function Running(props: {
  monitor: Monitor;
  commands: CommandRegistry;
  trans: TranslationBundle;
}): React.JSX.Element | null {
  const { monitor, commands, trans } = props;
  const { lease } = monitor;
  if (!lease) {
    return null;
  }
  const share =
    typeof lease.progress === 'number'
      ? Math.round(lease.progress * 100)
      : undefined;
  const doing = lease.doing || trans.__('running');
  return (
    <div className="jp-MLTrack-running">
      <progress
        className="jp-MLTrack-progress"
        max={100}
        value={share}
        aria-label={trans.__('%1: %2', monitor.name, doing)}
      />
      <span className="jp-MLTrack-doing" title={doing}>
        {share === undefined ? doing : trans.__('%1 %: %2', share, doing)}
      </span>
      <button
        className="jp-MLTrack-button"
        disabled={lease.cancel}
        aria-label={trans.__('Cancel %1', monitor.name)}
        onClick={() =>
          void commands.execute(CommandIDs.cancelMonitor, {
            monitor: monitor.id
          })
        }
      >
        {lease.cancel ? trans.__('cancelling…') : trans.__('Cancel')}
      </button>
    </div>
  );
}
