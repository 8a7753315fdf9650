import React, { useEffect, useRef, useState } from 'react';
import type { Alert } from '../../api/types';
import { Ago } from '../../components/ago';
import type { Followed } from '../../components/followed';
import { useNow } from '../../components/hooks';
import type { IMonitorParts } from '../page/context';
import { VerdictMark } from '../marks';
import { Said } from '../said';
import {
  columnWord,
  isSnoozed,
  kindWord,
  standing,
  subjectsOf
} from '../words';
import { AlertActs } from './acts';
import { Story } from './story';

/** An alert: what it is about, where it stands, what can be done. */
export function AlertCard(props: {
  alert: Alert;
  /** What its story goes with. */
  page: Followed;
  /** Whether its story is open at first. */
  open: boolean;
  /** Whether it stands on the page of its monitor. */
  own?: boolean;
  /** Whether somebody came for this one. */
  shown?: boolean;
  parts: IMonitorParts;
}): React.JSX.Element {
  const { alert, page, parts } = props;
  const { trans } = parts;
  const [open, setOpen] = useState(props.open);
  const card = useRef<HTMLLIElement>(null);
  const now = useNow(30);
  useEffect(() => {
    if (props.shown) {
      setOpen(true);
      card.current?.scrollIntoView({ block: 'nearest' });
      card.current?.focus();
    }
  }, [props.shown]);
  const acts = new AlertActs(alert, parts);
  const resolved = alert.status === 'resolved';
  const subjects = subjectsOf(alert);
  const title = trans.__(
    '%1 of %2',
    kindWord(alert.kind, trans),
    alert.monitor_name
  );
  return (
    <li
      ref={card}
      className="jp-MLTrack-alert"
      aria-label={title}
      tabIndex={-1}
      data-status={alert.status}
      data-shown={props.shown === true}
    >
      <div className="jp-MLTrack-alertTop">
        <VerdictMark
          verdict={
            resolved ? 'no drift' : alert.kind === 'source' ? 'broken' : 'drift'
          }
          trans={trans}
        />
        <h3>{kindWord(alert.kind, trans)}</h3>
        {!props.own && (
          <button className="jp-MLTrack-link" onClick={() => acts.open()}>
            {alert.monitor_name}
          </button>
        )}
        <span className="jp-MLTrack-alias">{standing(alert, now, trans)}</span>
        <span className="jp-MLTrack-age">
          <Ago time={alert.raised} trans={trans} />
          {alert.checks > 1 &&
            ` · ${trans.__('%1 checks running', alert.checks)}`}
        </span>
      </div>
      <div className="jp-MLTrack-alertSays">
        <Details alert={alert} />
      </div>
      {subjects.length > 0 && (
        <ul
          className="jp-MLTrack-subjects"
          aria-label={trans.__('What it is about')}
        >
          {subjects.map(subject => (
            <li key={subject}>
              <button
                className="jp-MLTrack-subject"
                onClick={() => acts.open(subject)}
              >
                {columnWord(subject, trans)}
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="jp-MLTrack-buttons">
        {!resolved && <Buttons alert={alert} acts={acts} parts={parts} />}
        <button
          className="jp-MLTrack-button"
          onClick={() => void acts.comment()}
        >
          {trans.__('Comment')}
        </button>
        <button
          className="jp-MLTrack-link"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {open ? trans.__('Hide its story') : trans.__('Show its story')}
        </button>
      </div>
      {open && <Story alert={alert} page={page} parts={parts} />}
    </li>
  );
}

/** What it says: one sentence, or one of each subject. */
function Details(props: { alert: Alert }): React.JSX.Element {
  const { sentence, details } = props.alert;
  return details.length > 1 ? (
    <ul className="jp-MLTrack-alertDetails">
      {details.map((text, at) => (
        <li key={at}>
          <Said text={text} />
        </li>
      ))}
    </ul>
  ) : (
    <Said text={sentence} />
  );
}

/** What can be done about an open alert. */
function Buttons(props: {
  alert: Alert;
  acts: AlertActs;
  parts: IMonitorParts;
}): React.JSX.Element {
  const { alert, acts, parts } = props;
  const { trans } = parts;
  const now = useNow(30);
  const mayExpect =
    (alert.kind === 'drift' || alert.kind === 'source') &&
    subjectsOf(alert).length > 0;
  const quiet = alert.acknowledged !== '' || isSnoozed(alert, now);
  return (
    <>
      {alert.acknowledged === '' && (
        <button
          className="jp-MLTrack-button jp-MLTrack-accept"
          title={trans.__(
            'I look after it: nothing more is sent unless it grows'
          )}
          onClick={() => acts.acknowledge()}
        >
          {trans.__('Acknowledge')}
        </button>
      )}
      <button
        className="jp-MLTrack-button"
        aria-haspopup="menu"
        onClick={event => acts.snooze(event.currentTarget)}
      >
        {trans.__('Snooze')}
      </button>
      {mayExpect && (
        <button
          className="jp-MLTrack-button"
          title={trans.__(
            'These columns are no alert as long as the reference stays'
          )}
          onClick={() => acts.expect()}
        >
          {trans.__('Expected…')}
        </button>
      )}
      {alert.kind !== 'source' && (
        <button
          className="jp-MLTrack-button"
          onClick={() => void acts.takeReference()}
        >
          {trans.__('Take as new reference…')}
        </button>
      )}
      {quiet && (
        <button className="jp-MLTrack-button" onClick={() => acts.reopen()}>
          {trans.__('Reopen')}
        </button>
      )}
    </>
  );
}
