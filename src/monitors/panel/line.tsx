import type { TranslationBundle } from '@jupyterlab/translation';
import { ellipsesIcon } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import React from 'react';
import type { CheckMark, MonitorRow } from '../../api/types';
import { CommandIDs } from '../../commands';
import { Ago } from '../../components/ago';
import { VerdictMark } from '../marks';
import { openMonitorMenu } from '../menu';
import { Running } from '../running';
import { Said } from '../said';
import { Strip } from '../strip';
import { verdictOf, verdictWord } from '../words';

/** A monitor: how it does, its newest checks, open alerts, how far it is. */
export function MonitorLine(props: {
  row: MonitorRow;
  commands: CommandRegistry;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { row, commands, trans } = props;
  const { monitor, alerts, strip } = row;
  const verdict = verdictOf(monitor);
  const open = (mark?: CheckMark) =>
    void commands.execute(CommandIDs.openMonitor, {
      monitor: monitor.id,
      ...(mark && { check: mark.id })
    });
  const says = monitor.problem || monitor.sentence;
  return (
    <li
      className="jp-MLTrack-monitorLine"
      data-verdict={verdict}
      onContextMenu={event => {
        event.preventDefault();
        event.stopPropagation();
        openMonitorMenu(
          { x: event.clientX, y: event.clientY },
          monitor,
          commands,
          trans
        );
      }}
    >
      <div className="jp-MLTrack-modelTop">
        <VerdictMark verdict={verdict} trans={trans} />
        <button
          className="jp-MLTrack-monitorName"
          title={says || monitor.name}
          aria-label={trans.__(
            '%1: %2. %3',
            monitor.name,
            verdictWord(verdict, trans),
            says
          )}
          onClick={() => open()}
        >
          {monitor.name}
        </button>
        {alerts.length > 0 && (
          <button
            className="jp-MLTrack-alertBadge"
            title={alerts.map(alert => alert.sentence).join('\n')}
            onClick={() =>
              void commands.execute(CommandIDs.openAlerts, {
                alert: alerts[0].id
              })
            }
          >
            {trans._n('%1 alert', '%1 alerts', alerts.length)}
          </button>
        )}
        <button
          className="jp-MLTrack-iconButton"
          aria-haspopup="menu"
          title={trans.__('More about %1', monitor.name)}
          aria-label={trans.__('More about %1', monitor.name)}
          onClick={event =>
            openMonitorMenu(event.currentTarget, monitor, commands, trans)
          }
        >
          <ellipsesIcon.react tag="span" />
        </button>
      </div>
      {strip.length > 0 && (
        <Strip
          marks={strip}
          label={trans.__('Checks of %1', monitor.name)}
          onOpen={open}
          trans={trans}
        />
      )}
      {monitor.lease ? (
        <Running monitor={monitor} commands={commands} trans={trans} />
      ) : (
        <div className="jp-MLTrack-monitorBelow">
          <span className="jp-MLTrack-monitorSays" title={says}>
            {monitor.model && <b>{monitor.model} </b>}
            {says ? <Said text={says} /> : verdictWord(verdict, trans)}
          </span>
          {monitor.last_run !== null && (
            <span className="jp-MLTrack-age">
              <Ago time={monitor.last_run} trans={trans} />
            </span>
          )}
        </div>
      )}
    </li>
  );
}
