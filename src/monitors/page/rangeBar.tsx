import React from 'react';
import { CommandIDs } from '../../commands';
import { openMenu } from '../../components/menu';
import type { IMonitorPageContext } from './context';
import type { IPeriod } from './model';

/** Ranges that are offered: how many of the newest checks. */
const NEWEST = [7, 30, 90];

/** Which checks are shown, and what can be done with the period that was chosen among them. */
export function RangeBar(props: {
  context: IMonitorPageContext;
}): React.JSX.Element {
  const { model, commands, trans } = props.context;
  const { checks, details, period, view } = model;
  const whole = view.since === null && view.until === null;
  const total = details?.total_checks ?? 0;
  return (
    <div className="jp-MLTrack-rangeBar">
      <div
        className="jp-MLTrack-rangeChips"
        role="group"
        aria-label={trans.__('Range of time')}
      >
        <button
          className="jp-MLTrack-rangeChip"
          aria-pressed={whole}
          onClick={() => model.look({ since: null, until: null })}
        >
          {trans.__('Whole range')}
        </button>
        {NEWEST.filter(count => count < checks.length).map(count => (
          <button
            key={count}
            className="jp-MLTrack-rangeChip"
            aria-pressed={false}
            onClick={() =>
              model.look({
                since: checks[checks.length - count].start,
                until: null
              })
            }
          >
            {trans.__('Newest %1', count)}
          </button>
        ))}
        {!whole && checks.length > 0 && (
          <span className="jp-MLTrack-rangeChip" data-current="true">
            {trans.__(
              '%1 to %2',
              checks[0].label,
              checks[checks.length - 1].label
            )}
            <button
              className="jp-MLTrack-link"
              title={trans.__('Show the whole range')}
              aria-label={trans.__('Show the whole range')}
              onClick={() => model.look({ since: null, until: null })}
            >
              ✕
            </button>
          </span>
        )}
        {whole && checks.length < total && (
          <span className="jp-MLTrack-none">
            {trans.__('the newest %1 of %2 checks', checks.length, total)}
          </span>
        )}
      </div>
      <div className="jp-MLTrack-chosen" role="status">
        {period && model.checksOf(period).length > 0 && (
          <>
            <span className="jp-MLTrack-chosenWords">
              {periodWords(props.context, period)}
            </span>
            <button className="jp-MLTrack-button" onClick={() => model.zoom()}>
              {trans.__('Zoom in')}
            </button>
            <button
              className="jp-MLTrack-button"
              aria-haspopup="menu"
              disabled={checks.length < 2}
              onClick={event => offer(props.context, event.currentTarget)}
            >
              {trans.__('Compare with…')}
            </button>
            <button
              className="jp-MLTrack-button"
              onClick={() =>
                void commands.execute(CommandIDs.takeReference, {
                  monitor: model.id,
                  checks: model.checksOf(period).map(check => check.id)
                })
              }
            >
              {trans.__('Take as new reference…')}
            </button>
            <button
              className="jp-MLTrack-button"
              onClick={() => model.brush(null)}
            >
              {trans.__('Clear')}
            </button>
          </>
        )}
        {model.choosing && (
          <b>
            {trans.__('Now choose the period to compare with in the strip.')}
          </b>
        )}
      </div>
    </div>
  );
}

/** A period in words: `2026-03-01 to 2026-03-03 (3 checks)`. */
export function periodWords(
  { model, trans }: IMonitorPageContext,
  period: IPeriod
): string {
  const found = model.checksOf(period);
  return found.length === 1
    ? found[0].label
    : trans.__(
        '%1 to %2 (%3 checks)',
        found[0]?.label ?? '',
        found[found.length - 1]?.label ?? '',
        found.length
      );
}

/** Offer what the chosen period can be compared with. */
function offer(context: IMonitorPageContext, anchor: HTMLElement): void {
  const { model, trans } = context;
  const { checks, period } = model;
  const chosen = period ? model.checksOf(period) : [];
  const first = checks.indexOf(chosen[0]);
  const last = first + chosen.length - 1;
  const entry = (label: string, from: number, to: number) => ({
    label,
    disabled: from > to,
    execute: () =>
      model.compareWith({ first: checks[from].id, last: checks[to].id })
  });
  openMenu(anchor, [
    entry(trans.__('All checks before'), 0, first - 1),
    entry(
      trans.__('As many checks before'),
      Math.max(0, first - chosen.length),
      first - 1
    ),
    entry(trans.__('All checks after'), last + 1, checks.length - 1),
    null,
    {
      label: trans.__('Another Period, Chosen in the Strip'),
      execute: () => model.choose()
    }
  ]);
}
