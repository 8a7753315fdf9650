import React from 'react';
import type { SegmentReport } from '../../api/types';
import { CommandIDs } from '../../commands';
import { Trouble, Unanswered } from '../../components/answered';
import { formatValue } from '../../components/format';
import type { IFigure } from '../../tokens';
import { Said } from '../said';
import type { IMonitorPageContext } from './context';
import { Figure } from './figure';
import { useAnswer } from './part';

/** How well the model does over time: realised where labels came, estimated where they did not. */
export function PerformanceTab(props: {
  context: IMonitorPageContext;
}): React.JSX.Element {
  const { context } = props;
  const { api, model, figures, commands, trans } = context;
  const { since, until } = model.view;
  const { part, answer, busy } = useAnswer(
    model,
    api,
    options => api.monitors.performance(model.id, { since, until }, options),
    [model.id, since, until, model.stamp]
  );
  if (!answer) {
    return <Unanswered asked={part} trans={trans} />;
  }
  const drawn = answer.figures as Record<string, IFigure>;
  const segments = model.details?.segments;
  const task = model.details?.row.monitor.performance.task ?? null;
  return (
    <div className="jp-MLTrack-drill" aria-busy={busy}>
      <Trouble asked={part} trans={trans} />
      <p className="jp-MLTrack-performanceSays">
        <Said text={answer.sentence} />
      </p>
      {task === null && (
        <button
          className="jp-MLTrack-button"
          onClick={() =>
            void commands.execute(CommandIDs.editMonitor, { monitor: model.id })
          }
        >
          {trans.__('Watch the performance…')}
        </button>
      )}
      <div className="jp-MLTrack-drillGrid">
        {answer.metrics.map(metric => (
          <div key={metric} className="jp-MLTrack-figureBox">
            <h3>{metric}</h3>
            <Figure
              figure={drawn[metric]}
              label={trans.__('%1 over time', metric)}
              figures={figures}
            />
          </div>
        ))}
      </div>
      {segments && <Segments report={segments} context={context} />}
    </div>
  );
}

/** Where the model does worst. */
function Segments(props: {
  report: SegmentReport;
  context: IMonitorPageContext;
}): React.JSX.Element {
  const { report, context } = props;
  const { settings, trans } = context;
  const { digits } = settings;
  return (
    <section
      className="jp-MLTrack-segments"
      aria-label={trans.__('Where the model does worst')}
    >
      <h2>{trans.__('Where the model does worst')}</h2>
      <p className="jp-MLTrack-drillSays">{report.sentence}</p>
      {report.segments.length > 0 && (
        <div className="jp-MLTrack-scroll">
          <table className="jp-MLTrack-values">
            <thead>
              <tr>
                <th scope="col">{trans.__('Segment')}</th>
                <th scope="col">{trans.__('Rows')}</th>
                <th scope="col">{report.metric}</th>
                <th scope="col">{trans.__('95 % band')}</th>
                <th scope="col">{trans.__('Elsewhere')}</th>
              </tr>
            </thead>
            <tbody>
              {report.segments.map(segment => (
                <tr
                  key={segment.words}
                  data-worse={segment.worse === true}
                  title={segment.sentence}
                >
                  <th scope="row">{segment.words}</th>
                  <td data-numeric="true">{segment.rows.toLocaleString()}</td>
                  <td data-numeric="true">
                    {formatValue(segment.value, digits)}
                    {segment.worse === true && ` ${trans.__('worse')}`}
                  </td>
                  <td data-numeric="true">
                    {segment.low === null
                      ? '–'
                      : trans.__(
                          '%1 to %2',
                          formatValue(segment.low, digits),
                          formatValue(segment.high, digits)
                        )}
                  </td>
                  <td data-numeric="true">
                    {formatValue(segment.elsewhere, digits)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {report.notes.map(note => (
        <p key={note} className="jp-MLTrack-explains">
          {note}
        </p>
      ))}
    </section>
  );
}
