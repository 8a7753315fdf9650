import React from 'react';
import type { ColumnVerdict } from '../../api/types';
import { VerdictMark } from '../marks';
import { Said } from '../said';
import { columnWord, TOGETHER, Verdict, verdictOfColumn } from '../words';
import type { IMonitorPageContext } from './context';

/** What is worth reading first. */
const ORDER: readonly Verdict[] = [
  'drift',
  'broken',
  'cannot tell',
  'no drift',
  'left out'
];

/** Sort verdicts: what drifted first, then what is broken, what cannot be told, the rest; else in their order. */
export function sorted(verdicts: readonly ColumnVerdict[]): ColumnVerdict[] {
  const place = (verdict: ColumnVerdict) =>
    ORDER.indexOf(verdictOfColumn(verdict));
  return [...verdicts].sort((one, other) => place(one) - place(other));
}

/** What was found for each column, in a sentence each. */
export function Verdicts(props: {
  verdicts: readonly ColumnVerdict[];
  /** Opens a column. */
  onOpen?: (column: string) => void;
  context: IMonitorPageContext;
}): React.JSX.Element {
  const { verdicts, onOpen, context } = props;
  const { trans } = context;
  return (
    <ul className="jp-MLTrack-verdicts" aria-label={trans.__('Columns')}>
      {sorted(verdicts).map(verdict => {
        const name = columnWord(verdict.name, trans);
        return (
          <li key={verdict.name}>
            <VerdictMark verdict={verdictOfColumn(verdict)} trans={trans} />
            {onOpen && verdict.name !== TOGETHER ? (
              <button
                className="jp-MLTrack-link"
                onClick={() => onOpen(verdict.name)}
              >
                {name}
              </button>
            ) : (
              <b>{name}</b>
            )}
            <span>
              <Said text={verdict.sentence} />
            </span>
          </li>
        );
      })}
    </ul>
  );
}
