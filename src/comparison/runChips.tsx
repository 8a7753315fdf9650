import { closeIcon } from '@jupyterlab/ui-components';
import React, { useMemo, useState } from 'react';
import type { ComparedRun } from '../api/types';
import { CommandIDs } from '../commands';
import { formatTime } from '../components/format';
import { useSignal } from '../components/hooks';
import { runColours } from '../components/palette';
import { StatusMark } from '../components/statusMark';
import type { IComparisonContext } from './context';
import { hasOwnName, runLabel } from './words';

/** More runs are folded away until somebody asks. */
const MOST = 24;

/** Which runs are compared, in the colours that they have in every tab. */
export function RunChips(props: {
  runs: readonly ComparedRun[];
  context: IComparisonContext;
}): React.JSX.Element {
  const { runs, context } = props;
  const { model, selection, trans } = context;
  useSignal(selection.changed);
  const [all, setAll] = useState(false);
  const colours = useMemo(
    () => runColours(runs.map(run => run.number)),
    [runs]
  );
  const more = selection.runs.filter(run => !model.runs.includes(run));
  const shown = all ? runs : runs.slice(0, MOST);
  return (
    <ul className="jp-MLTrack-chips" aria-label={trans.__('Compared runs')}>
      {shown.map((run, at) => (
        <Chip
          key={run.id}
          run={run}
          baseline={at === 0}
          colour={colours.get(run.number)}
          context={context}
        />
      ))}
      {runs.length > MOST && (
        <li>
          <button className="jp-MLTrack-link" onClick={() => setAll(!all)}>
            {all
              ? trans.__('show fewer')
              : trans.__('show %1 more', runs.length - MOST)}
          </button>
        </li>
      )}
      {more.length > 0 && (
        <li>
          <button
            className="jp-MLTrack-button"
            onClick={() => model.add(more)}
            title={trans.__('Add what is selected in the list of runs')}
          >
            {trans._n(
              'add %1 selected run',
              'add %1 selected runs',
              more.length
            )}
          </button>
        </li>
      )}
    </ul>
  );
}

function Chip(props: {
  run: ComparedRun;
  baseline: boolean;
  colour: string | undefined;
  context: IComparisonContext;
}): React.JSX.Element {
  const { run, baseline } = props;
  const { model, commands, trans } = props.context;
  return (
    <li
      className="jp-MLTrack-chip"
      data-baseline={baseline || undefined}
      data-trash={run.deleted || undefined}
    >
      <button
        className="jp-MLTrack-chipName"
        title={trans.__(
          'Open run %1, started %2',
          runLabel(run),
          formatTime(run.started)
        )}
        onClick={() =>
          void commands.execute(CommandIDs.openRun, { run: run.id })
        }
      >
        <span
          className="jp-MLTrack-swatch"
          style={{ background: props.colour }}
          aria-hidden="true"
        />
        <span className="jp-MLTrack-number">{run.number}</span>
        {hasOwnName(run) && <span className="jp-MLTrack-name">{run.name}</span>}
        {run.status !== 'finished' && (
          <StatusMark status={run.status} trans={trans} />
        )}
        {baseline && (
          <span className="jp-MLTrack-chipTag">{trans.__('baseline')}</span>
        )}
      </button>
      {run.deleted && (
        <>
          <span className="jp-MLTrack-chipTag">{trans.__('in the trash')}</span>
          <button
            className="jp-MLTrack-link"
            onClick={() =>
              void commands.execute(CommandIDs.restoreRuns, { runs: [run.id] })
            }
          >
            {trans.__('restore')}
          </button>
        </>
      )}
      <button
        className="jp-MLTrack-chipClose"
        title={trans.__('Leave out of the comparison')}
        aria-label={trans.__('Leave run %1 out of the comparison', run.number)}
        onClick={() => model.remove([run.id])}
      >
        <closeIcon.react tag="span" width="10px" height="10px" />
      </button>
    </li>
  );
}
