import React from 'react';
import { Trouble, Unanswered } from '../../components/answered';
import type { IFigure } from '../../tokens';
import { VerdictMark } from '../marks';
import { Said } from '../said';
import { stateWord, verdictOfColumn } from '../words';
import { useArrival } from './arrival';
import type { IMonitorPageContext } from './context';
import { Figure } from './figure';
import { Numbers, Tests } from './numbers';
import { useAnswer } from './part';
import { Sample } from './sample';
import { Steps } from './steps';

/** A column in a check: how it was, how it is, how it moved, and rows to look at. */
export function ColumnPart(props: {
  column: string;
  context: IMonitorPageContext;
}): React.JSX.Element {
  const { column, context } = props;
  const { api, model, figures, trans } = context;
  const { check, since, until } = model.view;
  const { part, answer, busy } = useAnswer(
    model,
    api,
    options =>
      api.monitors.getColumn(
        model.id,
        column,
        check ?? undefined,
        { since, until },
        options
      ),
    [model.id, column, check, since, until, model.stamp]
  );
  const node = useArrival<HTMLElement>(model, answer !== null);
  const found = model.checks.find(one => one.id === check);
  const title = found
    ? trans.__('%1 in %2', column, found.label)
    : trans.__('%1', column);
  const titles: Record<string, string> = {
    distribution: trans.__('Reference and this check'),
    quantiles: trans.__('Values over time'),
    shares: trans.__('Shares over time'),
    missing: trans.__('Missing values over time')
  };
  const drawn = (answer?.figures ?? {}) as Record<string, IFigure>;
  return (
    <section
      ref={node}
      className="jp-MLTrack-drill"
      aria-label={title}
      aria-busy={busy}
    >
      <div className="jp-MLTrack-drillTop">
        <h2>{title}</h2>
        <Steps context={context} />
      </div>
      {!answer ? (
        <Unanswered asked={part} trans={trans} />
      ) : (
        <>
          <Trouble asked={part} trans={trans} />
          {answer.verdict && (
            <p className="jp-MLTrack-drillSays">
              <VerdictMark
                verdict={verdictOfColumn(answer.verdict)}
                trans={trans}
              />
              <span>
                {answer.verdict.state !== 'compared' && (
                  <b>{stateWord(answer.verdict.state, trans)}: </b>
                )}
                <Said text={answer.verdict.sentence} />
              </span>
            </p>
          )}
          <div className="jp-MLTrack-drillGrid">
            {Object.entries(drawn).map(([name, figure]) => (
              <div key={name} className="jp-MLTrack-figureBox">
                <h3>{titles[name] ?? name}</h3>
                <Figure
                  figure={figure}
                  label={trans.__('%1: %2', column, titles[name] ?? name)}
                  figures={figures}
                />
              </div>
            ))}
            <Numbers details={answer} context={context} />
            {answer.verdict && answer.verdict.tests.length > 0 && (
              <Tests verdict={answer.verdict} context={context} />
            )}
          </div>
          <Sample details={answer} context={context} />
        </>
      )}
    </section>
  );
}
