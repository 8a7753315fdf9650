import React from 'react';
import type { Alert } from '../../api/types';
import { Trouble, Unanswered } from '../../components/answered';
import type { Followed } from '../../components/followed';
import { formatTime, isoTime } from '../../components/format';
import type { IMonitorParts } from '../page/context';
import { useAnswer } from '../page/part';
import { Said } from '../said';
import { deliveryWord, eventWord } from '../words';

/** What happened to an alert, the newest first, and what became of the messages about it. */
export function Story(props: {
  alert: Alert;
  page: Followed;
  parts: IMonitorParts;
}): React.JSX.Element {
  const { alert, page, parts } = props;
  const { api, trans } = parts;
  const { part, answer } = useAnswer(
    page,
    api,
    options => api.monitors.getAlert(alert.id, options),
    [alert.id, alert.updated, alert.events.length]
  );
  const events = [...alert.events].reverse();
  return (
    <div className="jp-MLTrack-story">
      <ol
        className="jp-MLTrack-events"
        aria-label={trans.__('What happened, the newest first')}
      >
        {events.map((event, at) => (
          <li key={events.length - at}>
            <b>{eventWord(event.kind, trans)}</b>
            {event.user && ` ${trans.__('by %1', event.user)}`}
            <time className="jp-MLTrack-none" dateTime={isoTime(event.time)}>
              {formatTime(event.time)}
            </time>
            {event.text && event.text !== alert.sentence && (
              <p className="jp-MLTrack-eventText">
                <Said text={event.text} />
              </p>
            )}
          </li>
        ))}
      </ol>
      {!answer ? (
        <Unanswered asked={part} trans={trans} />
      ) : (
        <>
          <Trouble asked={part} trans={trans} />
          {answer.deliveries.length > 0 && (
            <ul
              className="jp-MLTrack-deliveries"
              aria-label={trans.__('Messages')}
            >
              {answer.deliveries.map(delivery => (
                <li key={delivery.key} data-status={delivery.status}>
                  {trans.__(
                    'Message to %1: %2',
                    delivery.channel,
                    deliveryWord(delivery.status, trans)
                  )}
                  {delivery.sent !== null && `, ${formatTime(delivery.sent)}`}
                  {delivery.problem && (
                    <p className="jp-MLTrack-eventText">{delivery.problem}</p>
                  )}
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </div>
  );
}
