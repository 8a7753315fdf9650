import React from 'react';
import { Trouble, Unanswered } from '../../components/answered';
import { closeIcon } from '@jupyterlab/ui-components';
import type { IFigure } from '../../tokens';
import { VerdictMark } from '../marks';
import { Said } from '../said';
import type { IMonitorPageContext } from './context';
import { Figure } from './figure';
import type { IPeriod } from './model';
import { useAnswer } from './part';
import { Verdicts } from './verdicts';

/** Two periods beside each other, the earlier one as the reference. */
export function ComparisonPart(props: {
  period: IPeriod;
  other: IPeriod;
  context: IMonitorPageContext;
}): React.JSX.Element {
  const { period, other, context } = props;
  const { api, model, figures, trans } = context;
  const { checks } = model;
  // Whichever was chosen first: what was before is compared with what came after.
  const [first, second] = [period, other]
    .map(one => model.checksOf(one))
    .sort((one, two) => checks.indexOf(one[0]) - checks.indexOf(two[0]))
    .map(found => found.map(check => check.id));
  const { part, answer, busy } = useAnswer(
    model,
    api,
    options => api.monitors.comparePeriods(model.id, first, second, options),
    [model.id, first.join(), second.join(), model.stamp]
  );
  const drawn = Object.entries(
    (answer?.figures ?? {}) as Record<string, IFigure>
  );
  return (
    <section
      className="jp-MLTrack-drill"
      aria-label={trans.__('Two periods compared')}
      aria-busy={busy}
    >
      <div className="jp-MLTrack-drillTop">
        <h2>
          {answer
            ? trans.__('%1 against %2', answer.second, answer.first)
            : trans.__('Two periods')}
        </h2>
        <div className="jp-MLTrack-steps">
          <button
            className="jp-MLTrack-iconButton"
            title={trans.__('Close')}
            aria-label={trans.__('Close')}
            onClick={() => model.brush(null)}
          >
            <closeIcon.react tag="span" />
          </button>
        </div>
      </div>
      {!answer ? (
        <Unanswered asked={part} trans={trans} />
      ) : (
        <>
          <Trouble asked={part} trans={trans} />
          <p className="jp-MLTrack-drillSays">
            <VerdictMark verdict={answer.report.status} trans={trans} />
            <span>
              <Said text={answer.report.sentence} />
            </span>
          </p>
          <div className="jp-MLTrack-drillGrid">
            {drawn.map(([name, figure]) => (
              <div key={name} className="jp-MLTrack-figureBox">
                <h3>{name}</h3>
                <Figure figure={figure} label={name} figures={figures} />
              </div>
            ))}
          </div>
          <Verdicts verdicts={answer.report.columns} context={context} />
        </>
      )}
    </section>
  );
}
