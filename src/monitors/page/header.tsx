import { editIcon } from '@jupyterlab/ui-components';
import React from 'react';
import type { Monitor, MonitorDetails } from '../../api/types';
import { CommandIDs } from '../../commands';
import { Ago } from '../../components/ago';
import { formatTime, isoTime } from '../../components/format';
import { useNow } from '../../components/hooks';
import { VerdictMark } from '../marks';
import { openMonitorMenu } from '../menu';
import { Running } from '../running';
import { Said } from '../said';
import { referenceWords, roughly, verdictOf, verdictWord } from '../words';
import type { IMonitorPageContext } from './context';

/** How the monitor does, what it compares with, when it runs next, what is wrong. */
export function Header(props: {
  details: MonitorDetails;
  context: IMonitorPageContext;
}): React.JSX.Element {
  const { details, context } = props;
  const { commands, trans } = context;
  const { monitor, alerts } = details.row;
  const verdict = verdictOf(monitor);
  const execute = (command: string, args = {}) =>
    void commands.execute(command, { monitor: monitor.id, ...args });
  const reference = monitor.references[monitor.references.length - 1];
  return (
    <header className="jp-MLTrack-monitorHead">
      <div className="jp-MLTrack-pageTitle">
        <h1>
          <VerdictMark verdict={verdict} trans={trans} />
          <span className="jp-MLTrack-monitorTitle">{monitor.name}</span>
        </h1>
        <div className="jp-MLTrack-buttons">
          {alerts.length > 0 && (
            <button
              className="jp-MLTrack-alertBadge"
              onClick={() => context.model.look({ tab: 'alerts' })}
            >
              {trans._n('%1 alert', '%1 alerts', alerts.length)}
            </button>
          )}
          {!monitor.lease && monitor.source.kind !== 'handed' && (
            <button
              className="jp-MLTrack-button"
              onClick={() => execute(CommandIDs.runMonitor)}
            >
              {trans.__('Run now')}
            </button>
          )}
          {monitor.schedule.every !== 0 && (
            <button
              className="jp-MLTrack-button"
              onClick={() =>
                execute(CommandIDs.pauseMonitor, { paused: !monitor.paused })
              }
            >
              {monitor.paused ? trans.__('Go on') : trans.__('Pause')}
            </button>
          )}
          <button
            className="jp-MLTrack-button"
            onClick={() => execute(CommandIDs.editMonitor)}
          >
            <editIcon.react tag="span" className="jp-MLTrack-buttonIcon" />
            {trans.__('Edit')}
          </button>
          <button
            className="jp-MLTrack-button"
            aria-haspopup="menu"
            onClick={event =>
              openMonitorMenu(event.currentTarget, monitor, commands, trans)
            }
          >
            {trans.__('More')}
          </button>
        </div>
      </div>
      <p className="jp-MLTrack-monitorSentence" data-verdict={verdict}>
        <b>{capital(verdictWord(verdict, trans))}.</b>{' '}
        <Said text={monitor.sentence || waiting(monitor, context)} />
      </p>
      <Running monitor={monitor} commands={commands} trans={trans} />
      {monitor.problem && (
        <p className="jp-MLTrack-problem" role="alert">
          <b>{trans.__('The last run failed.')}</b>{' '}
          <Said text={monitor.problem} />
        </p>
      )}
      {monitor.notes.length > 0 && (
        <ul
          className="jp-MLTrack-monitorNotes"
          aria-label={trans.__('What the last run noticed')}
        >
          {monitor.notes.map(note => (
            <li key={note}>
              <Said text={note} />
            </li>
          ))}
        </ul>
      )}
      <dl className="jp-MLTrack-facts">
        <div>
          <dt>{trans.__('Compared with')}</dt>
          <dd title={reference?.reason}>
            <button
              className="jp-MLTrack-link"
              onClick={() => context.model.look({ tab: 'setup' })}
            >
              {referenceWords(reference, trans)}
            </button>
          </dd>
        </div>
        {monitor.model && (
          <div>
            <dt>{trans.__('Model')}</dt>
            <dd>
              <button
                className="jp-MLTrack-link"
                onClick={() =>
                  void commands.execute(CommandIDs.openModel, {
                    model: monitor.model.replace(/[/@].*$/, '')
                  })
                }
              >
                {monitor.model}
              </button>
            </dd>
          </div>
        )}
        <div>
          <dt>{trans.__('Last run')}</dt>
          <dd>
            {monitor.last_run === null ? (
              trans.__('never')
            ) : (
              <Ago time={monitor.last_run} trans={trans} />
            )}
          </dd>
        </div>
        <div>
          <dt>{trans.__('Next run')}</dt>
          <dd>
            <NextRun monitor={monitor} context={context} />
          </dd>
        </div>
        <div>
          <dt>{trans.__('Rows read')}</dt>
          <dd>{monitor.rows.toLocaleString()}</dd>
        </div>
        <div>
          <dt>{trans.__('Checks')}</dt>
          <dd>{details.total_checks.toLocaleString()}</dd>
        </div>
        {Object.keys(monitor.pending).length > 0 && (
          <div>
            <dt>{trans.__('Not complete yet')}</dt>
            <dd>{pending(monitor, context)}</dd>
          </div>
        )}
      </dl>
    </header>
  );
}

function NextRun(props: {
  monitor: Monitor;
  context: IMonitorPageContext;
}): React.JSX.Element {
  const { monitor, context } = props;
  const { trans } = context;
  const now = useNow(10);
  if (monitor.paused) {
    return <>{trans.__('paused')}</>;
  }
  if (monitor.source.kind === 'handed') {
    return <>{trans.__('when a notebook hands it data')}</>;
  }
  const { next_run } = monitor;
  if (next_run === null) {
    return <>{trans.__('only when you ask')}</>;
  }
  return (
    <time dateTime={isoTime(next_run)} title={formatTime(next_run)}>
      {next_run - now < 1
        ? trans.__('at once')
        : trans.__('in %1', roughly(next_run - now, trans))}
    </time>
  );
}

/** What stands where no check has been made. */
function waiting(
  { source, rows }: Monitor,
  { trans }: IMonitorPageContext
): string {
  return source.kind === 'handed'
    ? trans.__('Hand it a table in a notebook: monitor.check(table).')
    : rows > 0
      ? trans.__('Rows were read, but no period is complete yet.')
      : trans.__('Nothing was read yet.');
}

function pending(monitor: Monitor, { trans }: IMonitorPageContext): string {
  const names = Object.keys(monitor.pending);
  const rows = Object.values(monitor.pending).reduce((sum, one) => sum + one);
  const which =
    names.length > 2
      ? trans.__('%1 to %2', names[0], names[names.length - 1])
      : names.join(', ');
  return trans.__('%1 (%2 rows)', which, rows.toLocaleString());
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
