import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import React, { useEffect, useId, useMemo, useRef, useState } from 'react';
import { CommandIDs } from '../../commands';
import { digitsThatDiffer } from '../../components/format';
import { useSignal } from '../../components/hooks';
import { runColours } from '../../components/palette';
import { useScrollAnchor } from '../anchoring';
import type { IRunsContext } from '../context';
import { RunLine, sayRun } from './line';

/** From so many rows the digits are taken. */
const MOST_READ = 300;

/** Height of a line in pixels; the sheet says the same. */
const LINE = 26;

/** The runs in the side panel: only the lines in sight are in the page. */
export function RunList(props: { context: IRunsContext }): React.JSX.Element {
  const { model, catalogue, selection, gestures, settings, commands, trans } =
    props.context;
  useSignal(model.changed);
  useSignal(catalogue.changed);
  useSignal(selection.changed);
  useSignal(settings.changed);
  const [renaming, setRenaming] = useState<string | null>(null);
  const [, setMoved] = useState(0);
  const scroller = useRef<HTMLDivElement>(null);
  const prefix = useId();
  const active = gestures.active;

  const lines = useVirtualizer({
    count: model.total,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    overscan: 12,
    // The line that the keyboard is on stays in the page: screen readers follow its id.
    rangeExtractor: range => {
      const indexes = defaultRangeExtractor(range);
      return active < range.count && !indexes.includes(active)
        ? [...indexes, active].sort((a, b) => a - b)
        : indexes;
    }
  });
  const anchor = useScrollAnchor(scroller, model, LINE);
  const range = lines.range;
  useEffect(() => {
    if (range) {
      model.show(range.startIndex, range.endIndex);
    }
  }, [model, range?.startIndex, range?.endIndex]);

  const metricOf = (experiment: string): string | null =>
    catalogue.experiment(experiment)?.main_metric ?? null;
  const digits = useMemo(
    () =>
      digitsThatDiffer(
        model
          .known()
          .slice(0, MOST_READ)
          .flatMap(row => {
            const value = row.values[`metrics.${metricOf(row.experiment)}`];
            return typeof value === 'number' ? [value] : [];
          }),
        3,
        settings.digits
      ),
    [model, model.revision, settings.digits, catalogue.experiments]
  );
  // Once a curve was seen, its place is kept: values that move sideways cannot be read.
  const curves = useRef(false);
  for (let at = range?.startIndex ?? 0; at <= (range?.endIndex ?? -1); at++) {
    curves.current ||= (model.row(at)?.spark.length ?? 0) > 1;
  }
  const colours = runColours(
    selection.runs.flatMap(id => model.numberOf(id) ?? [])
  );

  const moved = () => {
    setMoved(count => count + 1);
    lines.scrollToIndex(gestures.active);
  };
  const open = (id: string | null) => {
    if (id !== null) {
      void commands.execute(CommandIDs.openRun, { run: id });
    }
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.target !== event.currentTarget) {
      return;
    }
    if (event.key === 'Enter') {
      open(gestures.activeId);
    } else if (event.key === 'F2') {
      setRenaming(gestures.activeId);
    } else if (event.key === 'Delete') {
      const id = gestures.activeId;
      const runs = selection.runs.length > 0 ? selection.runs : id ? [id] : [];
      void commands.execute(CommandIDs.deleteRuns, { runs: [...runs] });
    } else if (
      !gestures.key(
        event,
        Math.max(1, (range?.endIndex ?? 1) - (range?.startIndex ?? 0) - 1)
      )
    ) {
      return;
    } else {
      moved();
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const onRename = (id: string, name: string | null) => {
    setRenaming(null);
    scroller.current?.focus();
    const row = model.find(id);
    if (name !== null && row && name.trim() !== row.name) {
      void commands.execute(CommandIDs.renameRun, { run: id, name });
    }
  };

  return (
    <div
      ref={scroller}
      className="jp-MLTrack-lines"
      role="listbox"
      aria-label={trans.__('Runs')}
      aria-multiselectable="true"
      aria-activedescendant={model.total > 0 ? `${prefix}${active}` : undefined}
      aria-busy={model.busy}
      data-selecting={selection.runs.length > 0}
      data-curves={curves.current}
      tabIndex={0}
      onKeyDown={onKeyDown}
      {...anchor}
    >
      <div
        className="jp-MLTrack-space"
        style={{ height: lines.getTotalSize() }}
        role="presentation"
      >
        {lines.getVirtualItems().map(({ index, start }) => {
          const row = model.row(index);
          if (!row) {
            return (
              <div
                key={index}
                className="jp-MLTrack-line jp-MLTrack-unknown"
                style={{ transform: `translateY(${start}px)` }}
              />
            );
          }
          const above = model.row(index - 1);
          const metric = metricOf(row.experiment);
          const selected = selection.has(row.id);
          return (
            <div
              key={index}
              id={`${prefix}${index}`}
              className="jp-MLTrack-line jp-MLTrack-run"
              role="option"
              aria-selected={selected}
              aria-setsize={model.total}
              aria-posinset={index + 1}
              aria-label={sayRun(row, metric, digits, trans)}
              data-run={row.id}
              data-active={index === active}
              style={{ transform: `translateY(${start}px)` }}
              onClick={event => {
                gestures.click(index, event);
                moved();
              }}
              onDoubleClick={() => open(row.id)}
              onContextMenu={() => {
                gestures.menu(index);
                moved();
              }}
            >
              <RunLine
                row={row}
                metric={metric}
                ditto={
                  above !== undefined &&
                  metricOf(above.experiment) === metric &&
                  above.status !== 'failed'
                }
                digits={digits}
                selected={selected}
                colour={selected ? colours.get(row.number) : undefined}
                renaming={renaming === row.id}
                onRename={name => onRename(row.id, name)}
                onCheck={event => {
                  event.stopPropagation();
                  gestures.check(index, event);
                  moved();
                }}
                trans={trans}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}
