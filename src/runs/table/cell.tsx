import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { RunRow } from '../../api/types';
import {
  formatAge,
  formatChosen,
  formatDuration,
  formatTime,
  formatValue,
  Scalar
} from '../../components/format';
import { useNow } from '../../components/hooks';
import { statusWord } from '../../components/statusMark';
import { ChildrenMark, RunMark } from '../runMark';
import { ITableColumn, valueOf } from './columns';

/** What stands in a cell of the table. */
export function CellContent(props: {
  row: RunRow;
  column: ITableColumn;
  digits: number;
  selected: boolean;
  colour: string | undefined;
  onCheck: (event: React.MouseEvent) => void;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { row, column, digits, trans } = props;
  if (column.group === 'run') {
    switch (column.name) {
      case 'number':
        return (
          <RunMark
            row={row}
            selected={props.selected}
            colour={props.colour}
            onCheck={props.onCheck}
            trans={trans}
          />
        );
      case 'name':
        return (
          <>
            {row.name}
            <ChildrenMark row={row} trans={trans} />
          </>
        );
      case 'status':
        return <>{statusWord(row.status, trans)}</>;
      case 'started':
        return <Started row={row} trans={trans} />;
      case 'duration':
        return <Duration row={row} trans={trans} />;
      case 'commit':
        return <>{formatValue(valueOf(row, column)).slice(0, 8)}</>;
    }
  }
  const value = valueOf(row, column);
  return (
    <>
      {column.group === 'params'
        ? formatChosen(value, Math.max(6, digits))
        : formatValue(value, digits)}
    </>
  );
}

/** The whole value of a cell, for the tooltip and the clipboard. */
export function fullValue(
  row: RunRow,
  column: ITableColumn,
  trans: TranslationBundle
): string {
  const value: Scalar = valueOf(row, column);
  if (value === null || value === undefined) {
    return '';
  }
  if (column.id === 'run.started') {
    return formatTime(row.started);
  }
  if (column.id === 'run.status') {
    return statusWord(row.status, trans);
  }
  if (column.id === 'run.duration') {
    return trans.__('%1 s', Number(value).toFixed(3));
  }
  return String(value);
}

function Started(props: {
  row: RunRow;
  trans: TranslationBundle;
}): React.JSX.Element {
  const now = useNow(20);
  return <>{formatAge(now - props.row.started, props.trans)}</>;
}

function Duration(props: {
  row: RunRow;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { row, trans } = props;
  const running = row.status === 'running';
  const now = useNow(running ? 1 : 3600);
  if (row.ended === null && !running) {
    return <>{formatValue(null)}</>;
  }
  const seconds =
    row.ended === null ? now - row.started : row.ended - row.started;
  return <>{formatDuration(running ? Math.floor(seconds) : seconds, trans)}</>;
}
