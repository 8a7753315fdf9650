import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import React from 'react';
import { CommandIDs } from '../../commands';

/** What stands where models will be: how a run becomes a version. */
export function EmptyState(props: {
  commands: CommandRegistry;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { commands, trans } = props;
  return (
    <div className="jp-MLTrack-notice">
      <h3>{trans.__('No models yet')}</h3>
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
      <div className="jp-MLTrack-buttons">
        {commands.hasCommand(CommandIDs.registerRun) && (
          <button
            className="jp-MLTrack-button jp-MLTrack-accept"
            onClick={() =>
              void commands.execute(CommandIDs.registerRun, { newest: true })
            }
          >
            {trans.__('Register newest run')}
          </button>
        )}
        {commands.hasCommand(CommandIDs.importModels) && (
          <button
            className="jp-MLTrack-button"
            onClick={() => void commands.execute(CommandIDs.importModels)}
          >
            {trans.__('Import…')}
          </button>
        )}
      </div>
    </div>
  );
}
