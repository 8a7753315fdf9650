import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import { Verdict, verdictWord } from './words';

/** A verdict as shape and colour, and as a word for those who see neither. */
export function VerdictMark(props: {
  verdict: Verdict;
  trans: TranslationBundle;
}): React.JSX.Element {
  const word = verdictWord(props.verdict, props.trans);
  return (
    <span
      className="jp-MLTrack-verdict"
      data-verdict={props.verdict}
      role="img"
      aria-label={word}
      title={word}
    >
      <VerdictShape verdict={props.verdict} />
    </span>
  );
}

/** The shape alone, for places that have words of their own. */
export function VerdictShape(props: { verdict: Verdict }): React.JSX.Element {
  return (
    <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      {SHAPES[props.verdict]}
    </svg>
  );
}

const FILL = 'jp-MLTrack-verdictFill';
const LINE = 'jp-MLTrack-verdictLine';

const SHAPES: Record<Verdict, React.JSX.Element> = {
  drift: <path className={FILL} d="M6 .8L11.200 6 6 11.200.8 6z" />,
  'no drift': <circle className={FILL} cx="6" cy="6" r="3.600" />,
  'cannot tell': <circle className={LINE} cx="6" cy="6" r="3.800" />,
  failing: <path className={LINE} d="M2.500 2.500l7 7M9.500 2.500l-7 7" />,
  broken: <path className={LINE} d="M2.500 2.500l7 7M9.500 2.500l-7 7" />,
  'never checked': (
    <circle
      className={LINE}
      cx="6"
      cy="6"
      r="3.800"
      strokeDasharray="2.200 2"
    />
  ),
  paused: <path className={LINE} d="M4 2.500v7M8 2.500v7" />,
  'left out': <path className={LINE} d="M3 6h6" />
};
