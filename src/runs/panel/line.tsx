import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { RunRow } from '../../api/types';
import {
  formatAge,
  formatDuration,
  formatTime,
  formatValue,
  MISSING
} from '../../components/format';
import { useNow } from '../../components/hooks';
import { Sparkline } from '../../components/sparkline';
import { statusWord } from '../../components/statusMark';
import { NameField } from '../../components/nameField';
import { ChildrenMark, childrenWords, RunMark } from '../runMark';

/** One run in the side panel: state, number, name, main metric, curve, age. */
export function RunLine(props: {
  row: RunRow;
  /** Name of the experiment's main metric. */
  metric: string | null;
  /** Whether the line above shows the same metric: then its name is not said again. */
  ditto: boolean;
  digits: number;
  selected: boolean;
  /** The run's colour among the selected ones. */
  colour: string | undefined;
  renaming: boolean;
  onRename: (name: string | null) => void;
  onCheck: (event: React.MouseEvent) => void;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { row, metric, digits, trans } = props;
  const value = metric ? row.values[`metrics.${metric}`] : undefined;
  return (
    <>
      <RunMark
        row={row}
        selected={props.selected}
        colour={props.colour}
        onCheck={props.onCheck}
        trans={trans}
      />
      {props.renaming ? (
        <NameField
          name={row.name}
          label={trans.__('Name of run %1', row.number)}
          onDone={props.onRename}
        />
      ) : (
        <span className="jp-MLTrack-name" title={hint(row, trans)}>
          {row.name}
          <ChildrenMark row={row} trans={trans} />
        </span>
      )}
      {row.status === 'failed' && value === undefined ? (
        <span className="jp-MLTrack-failure" title={row.failure ?? undefined}>
          {row.failure ?? trans.__('failed')}
        </span>
      ) : (
        <>
          {metric && !props.ditto && (
            <span className="jp-MLTrack-metric" title={metric}>
              {metric}
            </span>
          )}
          <span
            className="jp-MLTrack-value"
            title={metric ? `${metric} ${value ?? MISSING}` : undefined}
          >
            {formatValue(value, digits)}
          </span>
          {row.spark.length > 1 ? (
            <Sparkline points={row.spark} />
          ) : (
            <span className="jp-MLTrack-spark" />
          )}
        </>
      )}
      <Age row={row} trans={trans} />
    </>
  );
}

/** How long a run has been going, how long ago it began, or that it was lost. */
function Age(props: {
  row: RunRow;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { row, trans } = props;
  const running = row.status === 'running';
  const now = useNow(running ? 1 : 20);
  const text =
    row.status === 'lost'
      ? statusWord('lost', trans)
      : running
        ? formatDuration(Math.floor(now - row.started), trans)
        : formatAge(now - row.started, trans);
  return (
    <span className="jp-MLTrack-age" title={formatTime(row.started)}>
      {text}
    </span>
  );
}

/** A run in one sentence, for screen readers. */
export function sayRun(
  row: RunRow,
  metric: string | null,
  digits: number,
  trans: TranslationBundle
): string {
  const parts = [
    trans.__('run %1', row.number),
    row.name,
    statusWord(row.status, trans)
  ];
  const children = childrenWords(row, trans);
  if (children !== null) {
    parts.push(children);
  }
  if (row.failure) {
    parts.push(row.failure);
  }
  const value = metric ? row.values[`metrics.${metric}`] : undefined;
  if (metric && value !== undefined) {
    parts.push(`${metric} ${formatValue(value, digits)}`);
  }
  parts.push(formatTime(row.started));
  return parts.join(', ');
}

function hint(row: RunRow, trans: TranslationBundle): string {
  const lines = [
    row.name,
    trans.__('Run %1 of %2', row.number, row.experiment),
    ...[childrenWords(row, trans)].filter(words => words !== null),
    ...Object.entries(row.tags).map(([key, value]) => `${key}: ${value}`)
  ];
  if (row.note) {
    lines.push('', shorten(row.note, 300));
  }
  return lines.join('\n');
}

function shorten(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
