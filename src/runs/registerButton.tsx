import React from 'react';
import { CommandIDs } from '../commands';
import { useSignal } from '../components/hooks';
import type { IRunsContext } from './context';

/** Makes the selected run a version of a model. */
export function RegisterButton(props: {
  context: IRunsContext;
}): React.JSX.Element | null {
  const { selection, commands, trans } = props.context;
  useSignal(selection.changed);
  if (!commands.hasCommand(CommandIDs.registerRun)) {
    return null;
  }
  const [run] = selection.runs;
  const one = selection.runs.length === 1;
  return (
    <button
      className="jp-MLTrack-button"
      disabled={!one}
      title={
        one
          ? trans.__('Make the run a version of a model')
          : trans.__('Select one run to register it')
      }
      onClick={() => void commands.execute(CommandIDs.registerRun, { run })}
    >
      {trans.__('Register')}
    </button>
  );
}
