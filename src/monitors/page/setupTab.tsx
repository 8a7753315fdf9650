import React from 'react';
import type { Monitor, MonitorSource } from '../../api/types';
import { CommandIDs } from '../../commands';
import { formatTime, formatValue, toNumber } from '../../components/format';
import { roughly } from '../words';
import type { IMonitorPageContext } from './context';

/** What the monitor compares with, and how that came to be; what it watches. */
export function SetupTab(props: {
  monitor: Monitor;
  context: IMonitorPageContext;
}): React.JSX.Element {
  const { monitor, context } = props;
  const { commands, trans } = context;
  const execute = (command: string) =>
    void commands.execute(command, { monitor: monitor.id });
  return (
    <div className="jp-MLTrack-drill">
      <section aria-label={trans.__('References')}>
        <div className="jp-MLTrack-drillTop">
          <h2>{trans.__('References')}</h2>
          <button
            className="jp-MLTrack-button"
            onClick={() => execute(CommandIDs.takeReference)}
          >
            {trans.__('Take new reference…')}
          </button>
        </div>
        {monitor.references.length === 0 ? (
          <p className="jp-MLTrack-none">
            {trans.__('None yet: the first data become the reference.')}
          </p>
        ) : (
          <ol className="jp-MLTrack-references" reversed>
            {[...monitor.references].reverse().map((reference, at) => (
              <li key={reference.number} data-current={at === 0}>
                <b>{reference.label}</b>{' '}
                {trans.__('(%1 rows)', reference.rows.toLocaleString())}
                {at === 0 && (
                  <span className="jp-MLTrack-alias">
                    {trans.__('counts now')}
                  </span>
                )}
                <div className="jp-MLTrack-none">
                  {trans.__(
                    'since %1, by %2',
                    formatTime(reference.since),
                    reference.by
                  )}
                  {reference.reason && `: ${reference.reason}`}
                </div>
              </li>
            ))}
          </ol>
        )}
      </section>
      <section aria-label={trans.__('What it watches')}>
        <div className="jp-MLTrack-drillTop">
          <h2>{trans.__('What it watches')}</h2>
          <button
            className="jp-MLTrack-button"
            onClick={() => execute(CommandIDs.editMonitor)}
          >
            {trans.__('Edit')}
          </button>
        </div>
        {monitor.description && <p>{monitor.description}</p>}
        <div className="jp-MLTrack-scroll">
          <table className="jp-MLTrack-values" data-words="true">
            <tbody>
              {facts(monitor, context).map(([name, value]) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td title={value}>{value}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
    </div>
  );
}

function facts(
  monitor: Monitor,
  context: IMonitorPageContext
): [string, string][] {
  const { trans } = context;
  const { roles, performance, policy } = monitor;
  const list = (names: readonly string[]) => names.join(', ');
  const scores = Object.entries(roles.scores).map(([label, column]) =>
    trans.__('%1: %2', label, column)
  );
  const expected = Object.keys(monitor.expected);
  const every = toNumber(monitor.schedule.every);
  const found: [string, string][] = [
    [trans.__('Data'), sourceWords(monitor.source, context)],
    [trans.__('Put together'), chunkWords(monitor, context)],
    [
      trans.__('Runs'),
      every > 0
        ? trans.__('every %1', roughly(every, trans))
        : trans.__('only when somebody asks')
    ],
    [
      trans.__('An alert needs'),
      trans._n(
        'drift in %1 check',
        'drift in %1 checks running',
        policy.persistence
      )
    ],
    [
      trans.__('False alarms'),
      trans.__(
        'at most %1 % of checks without drift',
        formatValue(toNumber(policy.rate) * 100, 3)
      )
    ],
    [trans.__('Prediction'), roles.prediction],
    [trans.__('Scores'), list(scores)],
    [trans.__('Label'), roles.label],
    [trans.__('Key'), roles.key],
    [trans.__('Left out'), list(roles.left_out)],
    [trans.__('Called expected'), list(expected)],
    [trans.__('Task'), performance.task ?? ''],
    [
      trans.__('Labels from'),
      performance.labels ? sourceWords(performance.labels, context) : ''
    ],
    [
      trans.__('Streams'),
      list(
        monitor.streams.map(({ subject, method }) =>
          trans.__('%1 by %2', subject || trans.__('wrong predictions'), method)
        )
      )
    ],
    [trans.__('Channels'), list(monitor.channels)],
    [
      trans.__('Made'),
      trans.__('%1, by %2', formatTime(monitor.created), monitor.created_by)
    ]
  ];
  return found.filter(([, value]) => value !== '');
}

function sourceWords(
  source: MonitorSource,
  { trans }: IMonitorPageContext
): string {
  switch (source.kind) {
    case 'files':
      return trans.__('files %1', source.path);
    case 'sql':
      return trans.__('%1 from %2', source.query, source.database);
    case 'handed':
      return trans.__('tables that a notebook hands over');
  }
}

function chunkWords(
  { chunking }: Monitor,
  { trans }: IMonitorPageContext
): string {
  switch (chunking.by) {
    case 'batch':
      return trans.__('each file, answer or table by itself');
    case 'time':
      return trans.__(
        'by %1 of %2, %3',
        chunking.period,
        chunking.column,
        chunking.zone
      );
    case 'rows':
      return trans.__('%1 rows at a time', chunking.rows.toLocaleString());
  }
}
