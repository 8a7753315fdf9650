import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { RunRow } from '../api/types';
import { Mark, Shape } from './mark';

export type RunStatus = RunRow['status'];

/** The word for a state. */
export function statusWord(
  status: RunStatus,
  trans: TranslationBundle
): string {
  switch (status) {
    case 'running':
      return trans.__('running');
    case 'finished':
      return trans.__('finished');
    case 'failed':
      return trans.__('failed');
    case 'interrupted':
      return trans.__('interrupted');
    case 'lost':
      return trans.__('lost');
  }
}

/** The state of a run. */
export function StatusMark(props: {
  status: RunStatus;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { status, trans } = props;
  return (
    <Mark kind="status" state={status} word={statusWord(status, trans)}>
      <Shape size={12}>{SHAPES[status]}</Shape>
    </Mark>
  );
}

const SHAPES: Record<RunStatus, React.JSX.Element> = {
  running: (
    <>
      <circle className="jp-MLTrack-statusTrack" cx="6" cy="6" r="4.2" />
      <path
        className="jp-MLTrack-statusTurn"
        d="M6 1.8a4.2 4.2 0 0 1 4.2 4.2"
      />
    </>
  ),
  finished: <circle className="jp-MLTrack-statusFill" cx="6" cy="6" r="4" />,
  failed: (
    <path className="jp-MLTrack-statusLine" d="M2.5 2.5l7 7M9.5 2.5l-7 7" />
  ),
  interrupted: (
    <rect
      className="jp-MLTrack-statusFill"
      x="2.5"
      y="2.5"
      width="7"
      height="7"
      rx="1"
    />
  ),
  lost: <circle className="jp-MLTrack-statusDash" cx="6" cy="6" r="4" />
};
