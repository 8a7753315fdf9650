import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import React from 'react';
import { CommandIDs } from '../../commands';

const LESSON = `import jupyter_mltrack as mltrack
mltrack.monitor("churn", "data/*.parquet", time="day",
    model="churn@production", every="1 day")`;

/** What stands where monitors will be: three lines that make one. */
export function EmptyState(props: {
  commands: CommandRegistry;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { commands, trans } = props;
  return (
    <div className="jp-MLTrack-notice">
      <h3>{trans.__('No monitors yet')}</h3>
      <p>
        {trans.__(
          'A monitor compares new data with what a model was trained on, and raises an alert when they differ by more than chance and by enough to matter.'
        )}
      </p>
      <pre>{LESSON}</pre>
      <div className="jp-MLTrack-buttons">
        <button
          className="jp-MLTrack-button jp-MLTrack-accept"
          onClick={() => void commands.execute(CommandIDs.newMonitor)}
        >
          {trans.__('New monitor')}
        </button>
      </div>
    </div>
  );
}
