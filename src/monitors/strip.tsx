import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { CheckMark } from '../api/types';
import { VerdictShape } from './marks';
import { markWords } from './words';

/** The newest checks of a monitor, the oldest first: colour and shape by verdict. Arrow keys move, Enter opens. */
export function Strip(props: {
  marks: readonly CheckMark[];
  label: string;
  onOpen: (mark: CheckMark) => void;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { marks, trans } = props;
  const [current, setCurrent] = React.useState<string | null>(null);
  const bar = React.useRef<HTMLDivElement>(null);
  const found = marks.findIndex(mark => mark.id === current);
  const at = found < 0 ? marks.length - 1 : found;
  const onKeyDown = (event: React.KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next =
      event.key === 'Home'
        ? 0
        : event.key === 'End'
          ? marks.length - 1
          : step && Math.min(marks.length - 1, Math.max(0, at + step));
    if (next !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      setCurrent(marks[next].id);
      bar.current?.querySelectorAll<HTMLElement>('[data-check]')[next]?.focus();
    }
  };
  return (
    <div
      ref={bar}
      className="jp-MLTrack-strip"
      role="toolbar"
      aria-label={props.label}
      onKeyDown={onKeyDown}
    >
      {marks.map((mark, index) => {
        const words = markWords(mark, trans);
        return (
          <button
            key={mark.id}
            className="jp-MLTrack-stripMark"
            data-check={mark.id}
            data-verdict={mark.status}
            data-alerted={mark.alerted}
            tabIndex={index === at ? 0 : -1}
            title={words}
            aria-label={words}
            onFocus={() => setCurrent(mark.id)}
            onClick={() => props.onOpen(mark)}
          >
            <VerdictShape verdict={mark.status} />
          </button>
        );
      })}
    </div>
  );
}
