import React from 'react';
import type { Monitor } from '../../api/types';
import { Ago } from '../../components/ago';
import { formatValue } from '../../components/format';
import type { IMonitorPageContext } from './context';

/** Changes that are listed: the newest. */
const MOST = 20;

/** What detectors found that look at rows one after the other. */
export function Changes(props: {
  monitor: Monitor;
  context: IMonitorPageContext;
}): React.JSX.Element | null {
  const { monitor, context } = props;
  const { settings, trans } = context;
  const { digits } = settings;
  if (monitor.changes.length === 0) {
    return null;
  }
  const newest = [...monitor.changes].reverse().slice(0, MOST);
  return (
    <section
      className="jp-MLTrack-drill"
      aria-label={trans.__('Changes in streams')}
    >
      <h2>{trans.__('Changes in streams')}</h2>
      <ul className="jp-MLTrack-monitorNotes">
        {newest.map(change => (
          <li key={`${change.method}/${change.subject}/${change.row}`}>
            {change.before === null || change.after === null
              ? trans.__(
                  '%1 about row %2 (%3)',
                  change.subject || trans.__('wrong predictions'),
                  (change.row + 1).toLocaleString(),
                  change.method
                )
              : trans.__(
                  '%1 about row %2: mean %3 → %4 (%5)',
                  change.subject || trans.__('wrong predictions'),
                  (change.row + 1).toLocaleString(),
                  formatValue(change.before, digits),
                  formatValue(change.after, digits),
                  change.method
                )}
            {', '}
            <Ago time={change.time} trans={trans} />
          </li>
        ))}
      </ul>
    </section>
  );
}
