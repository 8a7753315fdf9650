import React from 'react';
import type { MonitorCheck } from '../../api/types';
import { CommandIDs } from '../../commands';
import { Trouble, Unanswered } from '../../components/answered';
import { VerdictMark } from '../marks';
import { Said } from '../said';
import { useArrival } from './arrival';
import type { IMonitorPageContext } from './context';
import { useAnswer } from './part';
import { Steps } from './steps';
import { Verdicts } from './verdicts';

/** A check: what it found in all columns, those that drifted first. */
export function CheckPart(props: {
  check: MonitorCheck;
  context: IMonitorPageContext;
}): React.JSX.Element {
  const { check, context } = props;
  const { api, model, commands, trans } = context;
  const { part, answer, busy } = useAnswer(
    model,
    api,
    options => api.monitors.getCheck(model.id, check.id, options),
    [model.id, check.id, check.made]
  );
  const node = useArrival<HTMLElement>(model, answer !== null);
  const report = answer?.report;
  const worse = check.performance.filter(value => value.worse);
  return (
    <section
      ref={node}
      className="jp-MLTrack-drill"
      aria-label={trans.__('Check %1', check.label)}
      aria-busy={busy}
    >
      <div className="jp-MLTrack-drillTop">
        <h2>{check.label}</h2>
        <button
          className="jp-MLTrack-button"
          onClick={() =>
            void commands.execute(CommandIDs.takeReference, {
              monitor: model.id,
              checks: [check.id]
            })
          }
        >
          {trans.__('Take as new reference…')}
        </button>
        <Steps context={context} />
      </div>
      <p className="jp-MLTrack-drillSays">
        <VerdictMark verdict={check.status} trans={trans} />
        <span>
          <Said text={check.sentence} />
        </span>
      </p>
      <p className="jp-MLTrack-explains">{facts(check, context)}</p>
      {worse.length > 0 && (
        <ul className="jp-MLTrack-monitorNotes">
          {worse.map(value => (
            <li key={value.metric}>
              <Said text={value.sentence} />
            </li>
          ))}
        </ul>
      )}
      {!report ? (
        <Unanswered asked={part} trans={trans} />
      ) : (
        <>
          <Trouble asked={part} trans={trans} />
          {report.notes.length > 0 && (
            <ul className="jp-MLTrack-monitorNotes">
              {report.notes.map(note => (
                <li key={note}>
                  <Said text={note} />
                </li>
              ))}
            </ul>
          )}
          <Verdicts
            verdicts={
              report.together
                ? [...report.columns, report.together]
                : report.columns
            }
            onOpen={column => model.open(column, check.id)}
            context={context}
          />
        </>
      )}
    </section>
  );
}

function facts(
  check: MonitorCheck,
  { model, trans }: IMonitorPageContext
): string {
  const references = model.details?.row.monitor.references ?? [];
  const reference = references.find(one => one.number === check.reference);
  const said = [
    trans._n('%1 row', '%1 rows', check.rows),
    reference
      ? trans.__('compared with %1', reference.label)
      : trans.__('compared with reference %1', check.reference)
  ];
  if (check.labelled + check.waiting > 0) {
    said.push(
      trans.__('%1 rows with labels, %2 wait', check.labelled, check.waiting)
    );
  }
  if (check.made_again > 0) {
    said.push(
      trans._n(
        'made again once: rows, labels or another reference came',
        'made again %1 times: rows, labels or another reference came',
        check.made_again
      )
    );
  }
  return said.join(' · ');
}
