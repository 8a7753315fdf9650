import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import React from 'react';
import { CommandIDs } from '../../commands';
import { EmptyState } from '../../components/emptyState';

/** What stands where models will be: how a run becomes a version. */
export function NoModels(props: {
  commands: CommandRegistry;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { commands, trans } = props;
  return (
    <EmptyState
      title={trans.__('No models yet')}
      ways={[
        {
          label: trans.__('Register newest run'),
          command: CommandIDs.registerRun,
          args: { newest: true }
        },
        { label: trans.__('Import…'), command: CommandIDs.importModels }
      ]}
      commands={commands}
    >
      <ol className="jp-MLTrack-lesson">
        <li>
          {trans.__(
            'Train with %1 on top of the cell: the run keeps the model.',
            '%%track'
          )}
        </li>
        <li>
          {trans.__(
            'Register the run under a name: it becomes version 1, the next one version 2.'
          )}
        </li>
        <li>
          {trans.__(
            'Move a version to staging or production; from there it can be rolled back.'
          )}
        </li>
      </ol>
    </EmptyState>
  );
}
