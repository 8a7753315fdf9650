import React from 'react';
import type { ComparedRun } from '../api/types';
import { formatTime } from '../components/format';
import { StatusMark } from '../components/statusMark';
import type { IComparisonContext } from './context';
import { placeOf } from './gridKeys';
import { hasOwnName, runLabel } from './words';

/** The head of a run's column: its click makes it the baseline. */
export function RunHeader(props: {
  run: ComparedRun;
  /** Position among the runs; 0 is the baseline. */
  at: number;
  colour: string | undefined;
  context: IComparisonContext;
}): React.JSX.Element {
  const { run, at, context } = props;
  const { trans, model } = context;
  const baseline = at === 0;
  const full = trans.__(
    'Run %1, experiment %2, started %3',
    runLabel(run),
    run.experiment,
    formatTime(run.started)
  );
  return (
    <th
      scope="col"
      className="jp-MLTrack-compareHead"
      data-at={placeOf(0, at + 1)}
      data-baseline={baseline || undefined}
      tabIndex={baseline ? 0 : -1}
      aria-colindex={at + 2}
    >
      <button
        className="jp-MLTrack-compareRun"
        tabIndex={-1}
        title={
          baseline
            ? full
            : `${full}\n${trans.__('Click: make it the baseline')}`
        }
        aria-label={
          baseline
            ? trans.__('Run %1, the baseline', runLabel(run))
            : trans.__('Run %1: make it the baseline', runLabel(run))
        }
        onClick={() => model.setBaseline(run.id)}
      >
        <span
          className="jp-MLTrack-swatch"
          style={{ background: props.colour }}
          aria-hidden="true"
        />
        <span className="jp-MLTrack-number">{run.number}</span>
        <span className="jp-MLTrack-compareRunName">
          {hasOwnName(run) && run.name}
        </span>
        <StatusMark status={run.status} trans={trans} />
      </button>
      {baseline && (
        <span className="jp-MLTrack-compareTag">{trans.__('baseline')}</span>
      )}
      {run.deleted && (
        <span className="jp-MLTrack-compareTag" data-kind="trash">
          {trans.__('in the trash')}
        </span>
      )}
    </th>
  );
}
