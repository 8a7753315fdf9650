import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import React from 'react';
import { CommandIDs } from '../commands';
import { EmptyState, NothingFound } from '../components/emptyState';
import type { RunsModel } from './model';

const LESSON = `%%track
model = SVC(C=10).fit(X, y)
accuracy = model.score(X_test, y_test)`;

/** What stands where no run is: how one is made, or how to see those that do not match. */
export function NoRuns(props: {
  model: RunsModel;
  commands: CommandRegistry;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { model, commands, trans } = props;
  const { filter, experiment } = model.query;
  if (filter !== '' || experiment !== null) {
    return (
      <NothingFound
        words={trans.__('No run matches.')}
        all={trans.__('Show all runs')}
        onClear={() => model.setQuery({ filter: '', experiment: null })}
      />
    );
  }
  return (
    <EmptyState
      title={trans.__('No runs yet')}
      ways={[
        {
          label: trans.__('Put %1 on the active cell', '%%track'),
          command: CommandIDs.trackCell
        },
        { label: trans.__('Import…'), command: CommandIDs.importRuns }
      ]}
      commands={commands}
    >
      <p>
        {trans.__(
          'Put %1 on top of a cell and run it. What the cell used and what it made becomes a run, here.',
          '%%track'
        )}
      </p>
      <pre>{LESSON}</pre>
    </EmptyState>
  );
}
