import React from 'react';
import { Trouble, Unanswered } from '../../components/answered';
import { AlertCard } from '../alerts/card';
import type { IMonitorPageContext } from './context';
import { useAnswer } from './part';

/** Alerts in the answer: the newest. */
const MOST = 100;

/** The alerts of the monitor, open and resolved. */
export function AlertsTab(props: {
  context: IMonitorPageContext;
}): React.JSX.Element {
  const { context } = props;
  const { api, model, trans } = context;
  const { monitor, alerts } = model.details!.row;
  const { part, answer } = useAnswer(
    model,
    api,
    options =>
      api.monitors.listAlerts(
        { status: 'all', monitor: model.id, limit: MOST },
        options
      ),
    [model.id, monitor.updated, alerts.map(one => one.updated).join()]
  );
  if (!answer) {
    return <Unanswered asked={part} trans={trans} />;
  }
  return (
    <div className="jp-MLTrack-drill">
      <Trouble asked={part} trans={trans} />
      {answer.alerts.length === 0 && (
        <p className="jp-MLTrack-none">
          {trans.__('This monitor has raised no alert.')}
        </p>
      )}
      <ul className="jp-MLTrack-alerts" aria-label={trans.__('Alerts')}>
        {answer.alerts.map(alert => (
          <AlertCard
            key={alert.id}
            alert={alert}
            page={model}
            open={alert.status !== 'resolved'}
            own
            parts={context}
          />
        ))}
      </ul>
    </div>
  );
}
