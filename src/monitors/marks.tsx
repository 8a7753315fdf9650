import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import { Mark, Shape } from '../components/mark';
import { Verdict, verdictWord } from './words';

/** The verdict of a check. */
export function VerdictMark(props: {
  verdict: Verdict;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { verdict, trans } = props;
  return (
    <Mark kind="verdict" state={verdict} word={verdictWord(verdict, trans)}>
      <VerdictShape verdict={verdict} />
    </Mark>
  );
}

/** The shape alone, for places that have words of their own. */
export function VerdictShape(props: { verdict: Verdict }): React.JSX.Element {
  return <Shape size={12}>{SHAPES[props.verdict]}</Shape>;
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
