import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import React, {
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState
} from 'react';
import { CommandIDs } from '../../commands';
import { useSignal } from '../../components/hooks';
import { runColours } from '../../components/palette';
import { useScrollAnchor } from '../anchoring';
import { useArranged, usePlaces } from './arranged';
import { ITableColumn, NAME } from './columns';
import { useDigits } from './digits';
import { nextSort } from './sorting';
import type { IRunsContext } from '../context';
import { openHeaderMenu } from './headerMenu';
import { fullValue } from './cell';
import { HeaderCell } from './header';
import type { TableModel } from './model';
import { IRowActions, TableRow } from './row';

/** Heights in pixels; the sheet says the same. */
const ROW = 26;
const HEAD = 40;

/** The full table of runs: only the rows and columns in sight are in the page. */
export function RunsTable(props: {
  context: IRunsContext;
  table: TableModel;
}): React.JSX.Element {
  const { context, table: arrangement } = props;
  const { model, selection, gestures, settings, commands, trans } = context;
  useSignal(model.changed);
  useSignal(arrangement.changed);
  useSignal(selection.changed);
  useSignal(settings.changed);
  const scroller = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ head: false, column: 0 });
  const [renaming, setRenaming] = useState<string | null>(null);
  const focusWanted = useRef(false);

  const arranged = useArranged(arrangement);
  const { shown, byId, fixed, moving, headers, fixedWidth, width, sizes } =
    arranged;
  const column = Math.min(place.column, headers.length - 1);
  const active = gestures.active;

  const rows = useVirtualizer({
    count: model.total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    paddingStart: HEAD,
    scrollPaddingStart: HEAD,
    overscan: 8,
    rangeExtractor: range => withIndex(defaultRangeExtractor(range), active)
  });
  const columns = useVirtualizer({
    horizontal: true,
    count: moving.length,
    getScrollElement: () => scroller.current,
    estimateSize: index => moving[index].getSize(),
    paddingStart: fixedWidth,
    scrollPaddingStart: fixedWidth,
    overscan: 2,
    rangeExtractor: range =>
      withIndex(defaultRangeExtractor(range), column - fixed.length)
  });
  useLayoutEffect(() => columns.measure(), [columns, sizes]);
  const anchor = useScrollAnchor(scroller, model, ROW);
  const range = rows.range;
  useEffect(() => {
    if (range) {
      model.show(range.startIndex, range.endIndex);
    }
  }, [model, range?.startIndex, range?.endIndex]);

  // The keyboard's cell gets the focus once it is in the page.
  useLayoutEffect(() => {
    if (focusWanted.current) {
      focusWanted.current = false;
      const row = place.head ? -1 : active;
      scroller.current
        ?.querySelector<HTMLElement>(
          `[data-row="${row}"][data-place="${column}"]`
        )
        ?.focus({ preventScroll: true });
    }
  });

  const digits = useDigits(model, shown, settings.digits);
  const colours = runColours(
    selection.runs.flatMap(id => model.numberOf(id) ?? [])
  );

  const sortBy = (item: ITableColumn) =>
    model.setQuery({ sort: nextSort(item, model.query.sort) });
  const go = (head: boolean, to: number) => {
    focusWanted.current = true;
    setPlace({ head, column: to });
    if (to >= fixed.length) {
      columns.scrollToIndex(to - fixed.length);
    }
    if (!head) {
      rows.scrollToIndex(gestures.active);
    }
  };
  const open = (id: string | null) => {
    if (id !== null) {
      void commands.execute(CommandIDs.openRun, { run: id });
    }
  };

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.target instanceof HTMLInputElement) {
      return;
    }
    const item = byId.get(headers[column]?.column.id ?? '');
    const control = event.ctrlKey || event.metaKey;
    const last = headers.length - 1;
    if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      const by = event.key === 'ArrowLeft' ? -1 : 1;
      if (event.altKey && place.head && item) {
        arrangement.shift(item.id, by);
      }
      go(place.head, Math.max(0, Math.min(last, column + by)));
    } else if (event.key === 'Home' && !control) {
      go(place.head, 0);
    } else if (event.key === 'End' && !control) {
      go(place.head, last);
    } else if (place.head) {
      if (event.key === 'ArrowDown' && model.total > 0) {
        go(false, column);
      } else if ((event.key === 'Enter' || event.key === ' ') && item) {
        sortBy(item);
        focusWanted.current = true;
      } else {
        return;
      }
    } else if (event.key === 'ArrowUp' && active === 0 && !event.shiftKey) {
      go(true, column);
    } else if (event.key === 'Enter') {
      open(gestures.activeId);
    } else if (event.key === 'F2') {
      setRenaming(gestures.activeId);
      columnInSight(NAME);
    } else if (event.key === 'Delete') {
      const id = gestures.activeId;
      const runs = selection.runs.length > 0 ? selection.runs : id ? [id] : [];
      void commands.execute(CommandIDs.deleteRuns, { runs: [...runs] });
    } else if (
      gestures.key(
        event,
        Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW) - 3)
      )
    ) {
      go(false, column);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const columnInSight = (id: string) => {
    const index = headers.findIndex(header => header.column.id === id);
    if (index >= fixed.length) {
      columns.scrollToIndex(index - fixed.length);
    }
  };
  const onCopy = (event: React.ClipboardEvent) => {
    const row = model.row(active);
    const item = byId.get(headers[column]?.column.id ?? '');
    const selected = document.getSelection();
    if (row && item && !place.head && (selected?.isCollapsed ?? true)) {
      event.clipboardData.setData('text/plain', fullValue(row, item, trans));
      event.preventDefault();
    }
  };
  const onRename = (id: string, name: string | null) => {
    setRenaming(null);
    focusWanted.current = true;
    const row = model.find(id);
    if (name !== null && row && name.trim() !== row.name) {
      void commands.execute(CommandIDs.renameRun, { run: id, name });
    }
  };

  const places = usePlaces(
    arranged,
    arrangement.layout.pinned,
    columns.getVirtualItems()
  );
  const latest = useRef<IRowActions>();
  latest.current = {
    click: (index, at, event) => {
      gestures.click(index, event);
      go(false, at);
    },
    check: (index, at, event) => {
      event.stopPropagation();
      gestures.check(index, event);
      go(false, at);
    },
    menu: index => gestures.menu(index),
    open,
    rename: onRename
  };
  const actions = useMemo(() => forwarded(latest), []);

  const drawRow = (index: number, start: number) => {
    const row = model.row(index);
    const selected = row !== undefined && selection.has(row.id);
    return (
      <TableRow
        key={index}
        row={row}
        index={index}
        start={start}
        width={width}
        places={places}
        active={index === active}
        tabStop={!place.head && index === active ? column : -1}
        selected={selected}
        colour={selected ? colours.get(row.number) : undefined}
        renaming={row !== undefined && renaming === row.id}
        digits={digits}
        usualDigits={settings.digits}
        actions={actions}
        trans={trans}
      />
    );
  };

  return (
    <div
      ref={scroller}
      className="jp-MLTrack-grid"
      role="grid"
      aria-label={trans.__('Runs')}
      aria-rowcount={model.total + 1}
      aria-colcount={headers.length}
      aria-multiselectable="true"
      aria-busy={model.busy}
      data-selecting={selection.runs.length > 0}
      onKeyDown={onKeyDown}
      onCopy={onCopy}
      {...anchor}
    >
      <div
        className="jp-MLTrack-space"
        role="presentation"
        style={{ width, height: rows.getTotalSize() }}
      >
        <div
          className="jp-MLTrack-gridHead"
          role="row"
          aria-rowindex={1}
          style={{ width }}
        >
          {places.map(({ item, at, left, size, pinned: sticks }) => {
            const header = headers[at];
            const before = byId.get(headers[at - 1]?.column.id ?? '');
            return (
              <HeaderCell
                key={item.id}
                column={item}
                sort={model.query.sort}
                place={at}
                pinned={sticks}
                left={left}
                width={size}
                first={before?.group !== item.group}
                resizing={header.column.getIsResizing()}
                tabIndex={place.head && at === column ? 0 : -1}
                onSort={() => {
                  sortBy(item);
                  go(true, at);
                }}
                onResize={header.getResizeHandler()}
                onMove={(id, other) => arrangement.move(id, other)}
                onMenu={(x, y) =>
                  openHeaderMenu(context, arrangement, item, x, y)
                }
                trans={trans}
              />
            );
          })}
        </div>
        {rows
          .getVirtualItems()
          .map(({ index, start }) => drawRow(index, start))}
      </div>
    </div>
  );
}

/** Actions that stay the same object while what they do follows the newest drawing. */
function forwarded(latest: { current?: IRowActions }): IRowActions {
  return {
    click: (...args) => latest.current?.click(...args),
    check: (...args) => latest.current?.check(...args),
    menu: index => latest.current?.menu(index),
    open: id => latest.current?.open(id),
    rename: (...args) => latest.current?.rename(...args)
  };
}

function withIndex(indexes: number[], index: number): number[] {
  return index < 0 || indexes.includes(index)
    ? indexes
    : [...indexes, index].sort((a, b) => a - b);
}
