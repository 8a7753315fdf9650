import type { TranslationBundle } from '@jupyterlab/translation';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import React, { useEffect, useId, useRef, useState } from 'react';

/** Height of a line in pixels; the sheet says the same. */
const LINE = 42;

/** One thing that can be chosen. */
export interface IChoice {
  readonly key: string;
  /** What it is, and its name. */
  readonly title: string;
  /** Where it belongs, and who made it. */
  readonly facts: React.ReactNode;
  /** The facts for a screen reader. */
  readonly said: string;
  /** What is known of it here: that it is here already. */
  readonly here: string | null;
}

/** Things to choose from, with one box for all of them; only the lines in sight are in the page. */
export function ChoiceList(props: {
  label: string;
  /** The box for all of them. */
  all: string;
  choices: readonly IChoice[];
  has: (key: string) => boolean;
  onChoose: (keys: readonly string[], on: boolean) => void;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { choices, has, onChoose, trans } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const whole = useRef<HTMLInputElement>(null);
  const [wanted, setActive] = useState(0);
  const [from, setFrom] = useState<number | null>(null);
  const prefix = useId();
  const active = Math.min(wanted, choices.length - 1);
  const chosen = choices.filter(choice => has(choice.key)).length;
  const some = chosen > 0 && chosen < choices.length;
  useEffect(() => {
    if (whole.current) {
      whole.current.indeterminate = some;
    }
  }, [some]);
  const lines = useVirtualizer({
    count: choices.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    overscan: 8,
    // The line that the keyboard is on stays in the page: screen readers follow its id.
    rangeExtractor: range => {
      const indexes = defaultRangeExtractor(range);
      return active >= 0 && !indexes.includes(active)
        ? [...indexes, active].sort((a, b) => a - b)
        : indexes;
    }
  });
  const go = (index: number) => {
    const next = Math.max(0, Math.min(choices.length - 1, index));
    setActive(next);
    lines.scrollToIndex(next);
  };
  /** Choose a line, or with Shift all from the last one to it. */
  const choose = (index: number, range: boolean) => {
    const on = !has(choices[index].key);
    const start = range && from !== null ? from : index;
    const [first, last] = [Math.min(start, index), Math.max(start, index)];
    onChoose(
      choices.slice(first, last + 1).map(choice => choice.key),
      on
    );
    setFrom(index);
    setActive(index);
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const step: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      Home: 0,
      End: choices.length - 1,
      PageDown: active + 5,
      PageUp: active - 5
    };
    if (event.key === ' ') {
      choose(active, event.shiftKey);
    } else if (event.key in step) {
      go(step[event.key]);
    } else {
      return;
    }
    event.preventDefault();
  };
  return (
    <section className="jp-MLTrack-offers" aria-label={props.label}>
      <label className="jp-MLTrack-offerAll">
        <input
          ref={whole}
          type="checkbox"
          checked={choices.length > 0 && chosen === choices.length}
          disabled={choices.length === 0}
          onChange={event =>
            onChoose(
              choices.map(choice => choice.key),
              event.currentTarget.checked
            )
          }
        />
        {props.all}
      </label>
      {choices.length === 0 ? (
        <p className="jp-MLTrack-none">{trans.__('Nothing matches.')}</p>
      ) : (
        <div
          ref={scroller}
          className="jp-MLTrack-offerLines"
          role="listbox"
          aria-label={props.label}
          aria-multiselectable="true"
          aria-activedescendant={`${prefix}${active}`}
          tabIndex={0}
          onKeyDown={onKeyDown}
        >
          <div
            className="jp-MLTrack-space"
            style={{ height: lines.getTotalSize() }}
            role="presentation"
          >
            {lines.getVirtualItems().map(({ index, start }) => {
              const choice = choices[index];
              return (
                <div
                  key={choice.key}
                  id={`${prefix}${index}`}
                  className="jp-MLTrack-offer"
                  role="option"
                  aria-selected={has(choice.key)}
                  aria-setsize={choices.length}
                  aria-posinset={index + 1}
                  aria-label={[choice.title, choice.said, choice.here]
                    .filter(Boolean)
                    .join(', ')}
                  data-active={index === active}
                  style={{ transform: `translateY(${start}px)` }}
                  onClick={event => choose(index, event.shiftKey)}
                >
                  <input
                    type="checkbox"
                    checked={has(choice.key)}
                    readOnly
                    tabIndex={-1}
                    aria-hidden="true"
                  />
                  <span className="jp-MLTrack-offerTitle" title={choice.title}>
                    {choice.title}
                  </span>
                  <span className="jp-MLTrack-offerFacts">{choice.facts}</span>
                  {choice.here && (
                    <span className="jp-MLTrack-offerHere">{choice.here}</span>
                  )}
                </div>
              );
            })}
          </div>
        </div>
      )}
    </section>
  );
}
