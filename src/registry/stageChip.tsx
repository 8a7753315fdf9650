import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import { Shape } from '../components/mark';
import { Stage, stageWord } from './words';

const SHAPES: Record<Stage, React.JSX.Element> = {
  none: <circle className="jp-MLTrack-stageLine" cx="5" cy="5" r="3.4" />,
  staging: (
    <>
      <circle className="jp-MLTrack-stageLine" cx="5" cy="5" r="3.4" />
      <path
        className="jp-MLTrack-stageFill"
        d="M5 1.600a3.400 3.400 0 0 1 0 6.800z"
      />
    </>
  ),
  production: <circle className="jp-MLTrack-stageFill" cx="5" cy="5" r="4" />,
  archived: (
    <path
      className="jp-MLTrack-stageFill"
      d="M1 2h8v2H1zM1.800 5h6.400v3.500H1.800z"
    />
  )
};

/** A stage as a shape, a colour and a word; with the versions that are in it. */
export function StageChip(props: {
  stage: Stage;
  versions?: readonly number[];
  trans: TranslationBundle;
}): React.JSX.Element {
  const { stage, versions = [], trans } = props;
  return (
    <span className="jp-MLTrack-stage" data-stage={stage}>
      <Shape size={10}>{SHAPES[stage]}</Shape>
      <span>
        {[stageWord(stage, trans), ...versions.map(one => `v${one}`)].join(' ')}
      </span>
    </span>
  );
}
