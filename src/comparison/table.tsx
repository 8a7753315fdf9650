import React, {
  useCallback,
  useLayoutEffect,
  useMemo,
  useRef,
  useState
} from 'react';
import type { ComparedGroup, ComparedRow, Comparison } from '../api/types';
import { runColours } from '../components/palette';
import { CodeCell, ValueCell } from './cells';
import type { IComparisonContext } from './context';
import { placeOf, useGridKeys } from './gridKeys';
import { RunHeader } from './runHeader';
import { columnsInSight, columnWidths, IWindow } from './window';
import { byCode, codeSize, groupCount, groupTitle, rowDigits } from './words';

/** A row of the table, as it is drawn. */
type Line =
  | { kind: 'group'; group: Shown; open: boolean }
  | { kind: 'row'; group: Shown; row: ComparedRow }
  | { kind: 'code' };

/** A group of rows; the code has no rows of values. */
interface Shown {
  name: ComparedGroup['name'];
  differing: number;
  total: number;
  rows: readonly ComparedRow[];
}

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

function shownGroups(
  comparison: Comparison,
  names: readonly ComparedGroup['name'][]
): Shown[] {
  const { runs, code } = comparison;
  return names.flatMap((name): Shown[] => {
    if (name === 'code') {
      const differing = byCode(runs, code).different.length;
      return [{ name, differing, total: runs.length - 1, rows: [] }];
    }
    const group = comparison.groups.find(one => one.name === name);
    return group && group.total > 0 ? [group] : [];
  });
}

function linesOf(
  groups: readonly Shown[],
  closed: ReadonlySet<string>
): Line[] {
  return groups.flatMap((group): Line[] => {
    const open = !closed.has(group.name);
    const head: Line = { kind: 'group', group, open };
    if (!open) {
      return [head];
    }
    if (group.name === 'code') {
      return group.differing > 0 ? [head, { kind: 'code' }] : [head];
    }
    return [
      head,
      ...group.rows.map((row): Line => ({ kind: 'row', group, row }))
    ];
  });
}

/** Follows which columns of a table that scrolls sideways are in sight. */
function useSidewaysWindow(count: number): {
  scroller: React.RefObject<HTMLDivElement>;
  seen: IWindow;
  name: number;
  width: number;
  reveal: (column: number) => void;
} {
  const scroller = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ scrolled: 0, room: 800 });
  useLayoutEffect(() => {
    const node = scroller.current;
    if (!node) {
      return;
    }
    const read = () =>
      setView({ scrolled: node.scrollLeft, room: node.clientWidth });
    const observer = new ResizeObserver(read);
    observer.observe(node);
    node.addEventListener('scroll', read, { passive: true });
    read();
    return () => {
      observer.disconnect();
      node.removeEventListener('scroll', read);
    };
  }, []);
  const { name, value: width } = columnWidths(view.room, count + 1);
  const reveal = useCallback(
    (column: number) => {
      const node = scroller.current;
      // Names and baseline always stand at the left edge.
      if (node && column > 1) {
        const left = (column - 2) * width;
        const room = node.clientWidth - name - width;
        if (left < node.scrollLeft) {
          node.scrollLeft = left;
        } else if (left + width > node.scrollLeft + room) {
          node.scrollLeft = left + width - room;
        }
      }
    },
    [name, width]
  );
  return {
    scroller,
    seen: columnsInSight(view.scrolled, view.room, width, count),
    name,
    width,
    reveal
  };
}
