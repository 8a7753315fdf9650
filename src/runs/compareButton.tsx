import React from 'react';
import { CommandIDs } from '../commands';
import { useSignal } from '../components/hooks';
import type { IRunsContext } from './context';

/** Compares the selected runs. */
export function CompareButton(props: {
  context: IRunsContext;
}): React.JSX.Element {
  const { selection, commands, trans } = props.context;
  useSignal(selection.changed);
  const count = selection.runs.length;
  return (
    <button
      className="jp-MLTrack-button"
      disabled={count < 2 || !commands.hasCommand(CommandIDs.compare)}
      title={
        count < 2
          ? trans.__('Select two or more runs to compare them')
          : undefined
      }
      onClick={() =>
        void commands.execute(CommandIDs.compare, {
          runs: [...selection.runs]
        })
      }
    >
      {count < 2 ? trans.__('Compare') : trans.__('Compare %1', count)}
    </button>
  );
}
