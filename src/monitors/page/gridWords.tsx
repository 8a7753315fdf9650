import React from 'react';
import type { CheckedColumn } from '../../api/types';
import { VerdictShape } from '../marks';
import { columnWord, Verdict, verdictOfColumn, verdictWord } from '../words';
import type { IMonitorPageContext } from './context';
import type { ICell } from './geometry';

/** What a cell says: `age, 2026-03-04: drift. …`. */
export function words(
  { model, trans }: IMonitorPageContext,
  { row, column }: ICell,
  cell: CheckedColumn | undefined
): string {
  const check = model.checks[column];
  const name = columnWord(model.columns[row] ?? '', trans);
  if (!check) {
    return row < 0 ? '' : trans.__('%1 in the newest check', name);
  }
  if (row < 0) {
    return trans.__(
      '%1: %2. %3',
      check.label,
      verdictWord(check.status, trans),
      check.sentence
    );
  }
  return cell
    ? trans.__(
        '%1, %2: %3. %4',
        name,
        check.label,
        verdictWord(verdictOfColumn(cell), trans),
        cell.sentence
      )
    : trans.__('%1, %2: not in this check', name, check.label);
}

/** What the shapes mean. */
export function Legend(props: {
  context: IMonitorPageContext;
}): React.JSX.Element {
  const { trans } = props.context;
  const verdicts: Verdict[] = ['drift', 'no drift', 'cannot tell', 'broken'];
  return (
    <ul className="jp-MLTrack-heatLegend" aria-label={trans.__('Signs')}>
      {verdicts.map(verdict => (
        <li key={verdict}>
          <span className="jp-MLTrack-heatSign" data-verdict={verdict}>
            <VerdictShape verdict={verdict} />
          </span>
          {verdictWord(verdict, trans)}
        </li>
      ))}
      <li className="jp-MLTrack-heatHint">
        {trans.__('Drag, or Shift and arrow keys: choose a period.')}
      </li>
    </ul>
  );
}
