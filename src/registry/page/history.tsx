import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useState } from 'react';
import type { RegistryCheck, RegistryEvent } from '../../api/types';
import { CommandIDs } from '../../commands';
import { formatTime } from '../../components/format';
import { eventWords } from '../words';
import type { IModelPageContext } from './context';
import { Timeline } from './timeline';

/** Findings of the check that are shown. */
const MOST_SAID = 20;

/** Events that are shown at once; a button shows the others. */
const MOST = 200;

/** What was then, and what happened: who, what, when, why. */
export function History(props: {
  context: IModelPageContext;
}): React.JSX.Element {
  const { context } = props;
  const { model, trans } = context;
  const [all, setAll] = useState(false);
  const { events } = model;
  const shown = all ? events : events.slice(0, MOST);
  return (
    <>
      <Timeline context={context} />
      <Chain check={model.check} trans={trans} />
      <div
        className="jp-MLTrack-historyScroll"
        role="region"
        tabIndex={0}
        aria-label={trans.__('What happened')}
      >
        <table className="jp-MLTrack-history">
          <thead>
            <tr>
              <th scope="col">{trans.__('When')}</th>
              <th scope="col">{trans.__('Who')}</th>
              <th scope="col">{trans.__('What')}</th>
              <th scope="col">{trans.__('Why')}</th>
              <th scope="col">{trans.__('Chain')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(event => (
              <Row key={event.seq} event={event} context={context} />
            ))}
          </tbody>
        </table>
      </div>
      {shown.length < events.length && (
        <button className="jp-MLTrack-button" onClick={() => setAll(true)}>
          {trans.__('Show %1 events', events.length)}
        </button>
      )}
      {events.length < model.happened && (
        <p className="jp-MLTrack-none">
          {trans.__(
            'The newest %1 of %2 events. A date and time above answers for every moment; `mltrack history` lists everything.',
            events.length,
            model.happened
          )}
        </p>
      )}
    </>
  );
}

function Row(props: {
  event: RegistryEvent;
  context: IModelPageContext;
}): React.JSX.Element {
  const { event, context } = props;
  const { model, moment, commands, trans } = context;
  return (
    <tr data-now={moment.time === event.time || undefined}>
      <td>
        <button
          className="jp-MLTrack-link"
          title={trans.__('Show how things stood then')}
          onClick={() => void moment.look(model.name, event.time)}
        >
          {formatTime(event.time)}
        </button>
      </td>
      <td>{event.user}</td>
      <td>
        {event.request === null ? (
          eventWords(event, trans)
        ) : (
          <button
            className="jp-MLTrack-link"
            onClick={() =>
              void commands.execute(CommandIDs.openRequest, {
                request: event.request
              })
            }
          >
            {eventWords(event, trans)}
          </button>
        )}
      </td>
      <td className="jp-MLTrack-why">{event.reason}</td>
      <td className="jp-MLTrack-chain">
        <Mark event={event} check={model.check} trans={trans} />
      </td>
    </tr>
  );
}

/** Whether an event stands in an unbroken chain. */
function Mark(props: {
  event: RegistryEvent;
  check: RegistryCheck | null;
  trans: TranslationBundle;
}): React.JSX.Element | null {
  const { event, check, trans } = props;
  if (!check) {
    return null;
  }
  const whole = check.problems.length === 0;
  const words = whole ? trans.__('unchanged') : trans.__('not certain');
  return (
    <span
      role="img"
      data-whole={whole}
      aria-label={words}
      title={trans.__('%1; hash %2', words, event.hash.slice(0, 16))}
    >
      {whole ? '✓' : '?'}
    </span>
  );
}

/** What the check of the whole history found. */
function Chain(props: {
  check: RegistryCheck | null;
  trans: TranslationBundle;
}): React.JSX.Element | null {
  const { check, trans } = props;
  if (!check) {
    return null;
  }
  if (check.problems.length === 0) {
    return (
      <>
        <p className="jp-MLTrack-chainWhole" title={check.head}>
          {trans._n(
            '✓ The history is whole: %1 event, chained by hashes.',
            '✓ The history is whole: %1 events, each chained to the one before.',
            check.events
          )}
        </p>
        <Unchecked check={check} trans={trans} />
      </>
    );
  }
  return (
    <div className="jp-MLTrack-notice" role="alert">
      <h3>{trans.__('The history was changed by somebody')}</h3>
      <ul>
        {check.problems.slice(0, MOST_SAID).map((problem, index) => (
          <li key={index}>{problem}</li>
        ))}
      </ul>
      <Unchecked check={check} trans={trans} />
    </div>
  );
}

/** Of what the history does not say enough to be checked. */
function Unchecked(props: {
  check: RegistryCheck;
  trans: TranslationBundle;
}): React.JSX.Element | null {
  const { check, trans } = props;
  if (check.unchecked.length === 0) {
    return null;
  }
  return (
    <details className="jp-MLTrack-unchecked">
      <summary>
        {trans._n(
          '%1 event could not be checked in full',
          '%1 events could not be checked in full',
          check.unchecked.length
        )}
      </summary>
      <ul>
        {check.unchecked.slice(0, MOST_SAID).map((said, index) => (
          <li key={index}>{said}</li>
        ))}
      </ul>
    </details>
  );
}
