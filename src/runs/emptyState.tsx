import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import React from 'react';
import { CommandIDs } from '../commands';

const LESSON = `%%track
model = SVC(C=10).fit(X, y)
accuracy = model.score(X_test, y_test)`;

/** What stands where runs will be: how a run is made. */
export function EmptyState(props: {
  commands: CommandRegistry;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { commands, trans } = props;
  return (
    <div className="jp-MLTrack-notice">
      <h3>{trans.__('No runs yet')}</h3>
      <p>
        {trans.__(
          'Put %1 on top of a cell and run it. What the cell used and what it made becomes a run, here.',
          '%%track'
        )}
      </p>
      <pre>{LESSON}</pre>
      <div className="jp-MLTrack-buttons">
        {commands.hasCommand(CommandIDs.trackCell) && (
          <button
            className="jp-MLTrack-button jp-MLTrack-accept"
            onClick={() => void commands.execute(CommandIDs.trackCell)}
          >
            {trans.__('Put %1 on the active cell', '%%track')}
          </button>
        )}
        {commands.hasCommand(CommandIDs.importRuns) && (
          <button
            className="jp-MLTrack-button"
            onClick={() => void commands.execute(CommandIDs.importRuns)}
          >
            {trans.__('Import…')}
          </button>
        )}
      </div>
    </div>
  );
}

/** What stands where no run matches. */
export function NothingFound(props: {
  onClear: () => void;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { trans } = props;
  return (
    <div className="jp-MLTrack-notice">
      <p>{trans.__('No run matches.')}</p>
      <div className="jp-MLTrack-buttons">
        <button className="jp-MLTrack-button" onClick={props.onClear}>
          {trans.__('Show all runs')}
        </button>
      </div>
    </div>
  );
}
