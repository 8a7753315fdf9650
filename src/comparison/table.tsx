import React, { useMemo, useState } from 'react';
import type { ComparedGroup, Comparison } from '../api/types';
import { runColours } from '../components/palette';
import { CodeCell, ValueCell } from './cells';
import type { IComparisonContext } from './context';
import { placeOf, useGridKeys } from './gridKeys';
import { Line, linesOf, Shown, shownGroups } from './lines';
import { RunHeader } from './runHeader';
import { useSidewaysWindow } from './sideways';
import { codeSize, groupCount, groupTitle, rowDigits } from './words';

/** Runs beside each other: each a column, the baseline first; what differs is rows. */
export function ComparisonTable(props: {
  context: IComparisonContext;
  comparison: Comparison;
  groups: readonly ComparedGroup['name'][];
  label: string;
}): React.JSX.Element {
  const { context, comparison } = props;
  const { trans } = context;
  const { runs } = comparison;
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const groups = useMemo(
    () => shownGroups(comparison, props.groups),
    [comparison, props.groups]
  );
  const lines = useMemo(() => linesOf(groups, closed), [groups, closed]);
  const colours = useMemo(
    () => runColours(runs.map(run => run.number)),
    [runs]
  );

  const { scroller, seen, name, width, reveal } = useSidewaysWindow(
    runs.length - 1
  );
  const keys = useGridKeys(lines.length + 1, runs.length + 1, reveal);
  const others = Array.from(
    { length: seen.end - seen.start },
    (_, at) => seen.start + at + 1
  );
  const columns = [0, ...others];
  const before = seen.start * width;
  const after = Math.max(0, runs.length - 1 - seen.end) * width;

  const toggle = (name: string) => {
    const next = new Set(closed);
    if (!next.delete(name)) {
      next.add(name);
    }
    setClosed(next);
  };

  return (
    <div ref={scroller} className="jp-MLTrack-compareScroll">
      <table
        ref={keys.grid}
        className="jp-MLTrack-compareTable"
        role="grid"
        aria-label={props.label}
        aria-rowcount={lines.length + 1}
        aria-colcount={runs.length + 1}
        onKeyDown={keys.onKeyDown}
        onFocus={keys.onFocus}
        style={
          {
            width: name + runs.length * width,
            '--jp-mltrack-names': `${name}px`
          } as React.CSSProperties
        }
      >
        <colgroup>
          <col style={{ width: name }} />
          <col style={{ width }} />
          {before > 0 && <col style={{ width: before }} />}
          {others.map(at => (
            <col key={runs[at].id} style={{ width }} />
          ))}
          {after > 0 && <col style={{ width: after }} />}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            <td
              className="jp-MLTrack-compareCorner"
              data-at={placeOf(0, 0)}
              tabIndex={-1}
              aria-colindex={1}
            />
            {columns.map(at => (
              <React.Fragment key={runs[at].id}>
                {at === others[0] && before > 0 && <Gap />}
                <RunHeader
                  run={runs[at]}
                  at={at}
                  colour={colours.get(runs[at].number)}
                  context={context}
                />
              </React.Fragment>
            ))}
            {after > 0 && <Gap />}
          </tr>
        </thead>
        <tbody>
          {lines.map((line, index) =>
            line.kind === 'group' ? (
              <GroupLine
                key={`group ${line.group.name}`}
                group={line.group}
                open={line.open}
                index={index + 1}
                span={
                  columns.length + 1 + Number(before > 0) + Number(after > 0)
                }
                onToggle={() => toggle(line.group.name)}
                context={context}
              />
            ) : (
              <tr
                key={
                  line.kind === 'row'
                    ? `${line.group.name} ${line.row.key}`
                    : 'code'
                }
                aria-rowindex={index + 2}
                data-differs={line.kind === 'code' || line.row.differs}
              >
                <RowName
                  line={line}
                  at={placeOf(index + 1, 0)}
                  context={context}
                />
                {columns.map(at => (
                  <React.Fragment key={runs[at].id}>
                    {at === others[0] && before > 0 && <Gap />}
                    {line.kind === 'row' ? (
                      <ValueCell
                        value={line.row.values[at]}
                        group={line.group.name}
                        digits={rowDigits(line.row, context.settings.digits)}
                        place={placeOf(index + 1, at + 1)}
                        column={at}
                        trans={trans}
                      />
                    ) : (
                      <CodeCell
                        size={codeSize(comparison.code, runs[at].id)}
                        place={placeOf(index + 1, at + 1)}
                        column={at}
                        onOpen={() => (context.model.tab = 'code')}
                        trans={trans}
                      />
                    )}
                  </React.Fragment>
                ))}
                {after > 0 && <Gap />}
              </tr>
            )
          )}
        </tbody>
      </table>
    </div>
  );
}

/** Stands for the columns that are out of sight. */
function Gap(): React.JSX.Element {
  return <td className="jp-MLTrack-compareGap" aria-hidden="true" />;
}

function GroupLine(props: {
  group: Shown;
  open: boolean;
  index: number;
  span: number;
  onToggle: () => void;
  context: IComparisonContext;
}): React.JSX.Element {
  const { group } = props;
  const { trans } = props.context;
  const hasRows =
    group.name === 'code' ? group.differing > 0 : group.rows.length > 0;
  return (
    <tr className="jp-MLTrack-compareGroup" aria-rowindex={props.index + 1}>
      <th
        scope="rowgroup"
        colSpan={props.span}
        data-at={placeOf(props.index, 0)}
        tabIndex={-1}
        aria-colindex={1}
      >
        <button
          className="jp-MLTrack-compareFold"
          tabIndex={-1}
          aria-expanded={props.open && hasRows}
          disabled={!hasRows}
          onClick={props.onToggle}
        >
          {groupTitle(group.name, trans)}
          <span className="jp-MLTrack-compareCount">
            {groupCount(group, trans)}
          </span>
        </button>
      </th>
    </tr>
  );
}

function RowName(props: {
  line: Exclude<Line, { kind: 'group' }>;
  at: string;
  context: IComparisonContext;
}): React.JSX.Element {
  const { line } = props;
  const { trans } = props.context;
  const name = line.kind === 'row' ? line.row.key : trans.__('lines changed');
  const direction = line.kind === 'row' ? line.row.direction : null;
  const hint =
    direction === 'max'
      ? trans.__('higher is better')
      : direction === 'min'
        ? trans.__('lower is better')
        : null;
  return (
    <th
      scope="row"
      className="jp-MLTrack-compareName"
      data-at={props.at}
      tabIndex={-1}
      aria-colindex={1}
      title={hint ? `${name} (${hint})` : name}
    >
      {name}
      {hint && <span className="jp-MLTrack-unseen"> {hint}</span>}
    </th>
  );
}
