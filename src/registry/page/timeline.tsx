import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useEffect, useId, useMemo } from 'react';
import type { ModelMoment } from '../../api/types';
import { formatTime } from '../../components/format';
import { useSignal } from '../../components/hooks';
import { moments } from '../journey';
import { StageChip } from '../stageChip';
import { eventWords, isStage, Stage, stageWord } from '../words';
import type { IModelPageContext } from './context';

/** With more moments than this, marks for each would be one grey bar. */
const MOST_TICKS = 150;

const SERVED: readonly Stage[] = ['production', 'staging', 'archived'];

/** What was in production then: a slider over the moments at which something happened. */
export function Timeline(props: {
  context: IModelPageContext;
}): React.JSX.Element | null {
  const { context } = props;
  const { model, moment, trans } = context;
  useSignal(moment.changed);
  const title = useId();
  const groups = useMemo(() => moments(model.events), [model.events]);
  const last = groups.length - 1;
  const newest = groups[last]?.[0].time;
  // Until somebody moves the slider it stays at the newest moment.
  useEffect(() => {
    if (newest !== undefined && moment.time === null) {
      void moment.look(model.name, newest, true);
    }
  }, [newest, model.name, moment]);
  if (last < 0) {
    return null;
  }
  const time = moment.time ?? newest;
  const at = groups.reduce(
    (found, group, index) => (group[0].time <= time ? index : found),
    0
  );
  const look = (index: number) =>
    void moment.look(model.name, groups[index][0].time, index === last);
  const words = moment.moment ? momentWords(moment.moment, trans) : '';
  return (
    <section className="jp-MLTrack-timeline" aria-labelledby={title}>
      <div className="jp-MLTrack-timelineTop">
        <h3 id={title}>{trans.__('What was in production then?')}</h3>
        <label>
          {trans.__('At')}{' '}
          <input
            className="jp-MLTrack-input"
            type="datetime-local"
            step="1"
            aria-label={trans.__('Date and time to look at')}
            value={localTime(time)}
            onChange={event => {
              const typed = Date.parse(event.currentTarget.value) / 1000;
              if (Number.isFinite(typed)) {
                void moment.look(model.name, typed);
              }
            }}
          />
        </label>
        <button
          className="jp-MLTrack-button"
          disabled={at === last}
          onClick={() => look(last)}
        >
          {trans.__('Now')}
        </button>
      </div>
      <div className="jp-MLTrack-slider">
        <input
          type="range"
          min={0}
          max={Math.max(last, 1)}
          step={1}
          value={at}
          disabled={last === 0}
          aria-label={trans.__('Moment of the history')}
          aria-busy={moment.loading}
          aria-valuetext={`${formatTime(time)}: ${words}`}
          onChange={event => look(Number(event.currentTarget.value))}
        />
        {last > 0 && last < MOST_TICKS && (
          <div className="jp-MLTrack-ticks" aria-hidden="true">
            {groups.map((group, index) => (
              <span
                key={group[0].seq}
                data-stage={stageOf(group[0].details)}
                data-now={index === at || undefined}
                title={trans.__(
                  '%1: %2 %3',
                  formatTime(group[0].time),
                  group[0].user,
                  eventWords(group[0], trans)
                )}
              />
            ))}
          </div>
        )}
      </div>
      <div className="jp-MLTrack-then" role="status">
        {moment.error ? (
          <p className="jp-MLTrack-filterError">{moment.error.message}</p>
        ) : (
          moment.moment && (
            <>
              <p className="jp-MLTrack-thenWords">{words}</p>
              <ThenChips moment={moment.moment} trans={trans} />
            </>
          )
        )}
      </div>
      <ul className="jp-MLTrack-thenEvents">
        {groups[at].map(event => (
          <li key={event.seq}>
            <b>{event.user}</b> {eventWords(event, trans)}
            {event.reason && <>: {event.reason}</>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function ThenChips(props: {
  moment: ModelMoment;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { moment, trans } = props;
  return (
    <span className="jp-MLTrack-chips">
      {SERVED.filter(stage => (moment.stages[stage] ?? []).length > 0).map(
        stage => (
          <StageChip
            key={stage}
            stage={stage}
            versions={moment.stages[stage]}
            trans={trans}
          />
        )
      )}
      {Object.entries(moment.aliases).map(([alias, version]) => (
        <span key={alias} className="jp-MLTrack-alias">
          {trans.__('%1 v%2', alias, version)}
        </span>
      ))}
    </span>
  );
}

/** How things stood, in words. */
export function momentWords(
  moment: ModelMoment,
  trans: TranslationBundle
): string {
  const when = formatTime(moment.time);
  const production = moment.stages.production ?? [];
  const staging = moment.stages.staging ?? [];
  const first =
    production.length === 0
      ? trans.__('%1: no version was in production', when)
      : trans._n(
          '%2: version %3 was in production',
          '%2: versions %3 were in production',
          production.length,
          when,
          production.join(', ')
        );
  if (staging.length === 0) {
    return `${first}.`;
  }
  return `${first}; ${trans._n(
    'version %2 was in %3.',
    'versions %2 were in %3.',
    staging.length,
    staging.join(', '),
    stageWord('staging', trans)
  )}`;
}

function stageOf(details: object): Stage | undefined {
  const { stage } = details as { stage?: unknown };
  return isStage(stage) ? stage : undefined;
}

/** A time as the browser's field of date and time has it. */
function localTime(seconds: number): string {
  const date = new Date(seconds * 1000);
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19);
}
