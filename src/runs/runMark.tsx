import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { RunRow } from '../api/types';
import { StatusMark } from '../components/statusMark';

/** How a run begins in every list: whether it is selected, its state, its number. */
export function RunMark(props: {
  row: RunRow;
  selected: boolean;
  /** The run's colour among the selected ones. */
  colour: string | undefined;
  onCheck: (event: React.MouseEvent) => void;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { row, selected, colour, onCheck, trans } = props;
  return (
    <>
      <span
        className="jp-MLTrack-check"
        data-checked={selected}
        style={colour ? { color: colour } : undefined}
        onClick={onCheck}
        aria-hidden="true"
      />
      <StatusMark status={row.status} trans={trans} />
      <span className="jp-MLTrack-number">{row.number}</span>
    </>
  );
}
