import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { RunRow } from '../api/types';
import { StatusMark } from '../components/statusMark';

/** `24 candidates`; nothing where a run is no search. */
export function childrenWords(
  row: RunRow,
  trans: TranslationBundle
): string | null {
  return row.children > 0
    ? trans._n('%1 candidate', '%1 candidates', row.children)
    : null;
}

/** How many runs are a part of this one, behind its name. */
export function ChildrenMark(props: {
  row: RunRow;
  trans: TranslationBundle;
}): React.JSX.Element | null {
  const words = childrenWords(props.row, props.trans);
  return words === null ? null : (
    <span
      className="jp-MLTrack-children"
      data-short={`(${props.row.children})`}
    >
      <span>{words}</span>
    </span>
  );
}

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
