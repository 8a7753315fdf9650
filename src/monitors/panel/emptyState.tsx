import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import React from 'react';
import { CommandIDs } from '../../commands';
import { EmptyState } from '../../components/emptyState';

const LESSON = `import jupyter_mltrack as mltrack
mltrack.monitor("churn", "data/*.parquet", time="day",
    model="churn@production", every="1 day")`;

/** What stands where monitors will be: three lines that make one. */
export function NoMonitors(props: {
  commands: CommandRegistry;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { commands, trans } = props;
  return (
    <EmptyState
      title={trans.__('No monitors yet')}
      ways={[
        { label: trans.__('New monitor'), command: CommandIDs.newMonitor }
      ]}
      commands={commands}
    >
      <p>
        {trans.__(
          'A monitor compares new data with what a model was trained on, and raises an alert when they differ by more than chance and by enough to matter.'
        )}
      </p>
      <pre>{LESSON}</pre>
    </EmptyState>
  );
}
