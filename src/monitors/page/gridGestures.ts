import React, { useRef, useState } from 'react';
import { reveal } from '../../components/useSight';
import { HEAD, ICell, IGeometry, moved, ROW } from './geometry';
import type { MonitorPageModel } from './model';

/** What a person does in the heat strip, and where they are in it. */
export interface IGridGestures {
  /** The keyboard's cell. */
  readonly active: ICell;
  /** The cell under the pointer. */
  readonly pointed: ICell | null;
  /** What the strip listens with. */
  readonly handlers: Pick<
    React.DOMAttributes<HTMLElement>,
    | 'onKeyDown'
    | 'onPointerDown'
    | 'onPointerMove'
    | 'onPointerUp'
    | 'onPointerCancel'
    | 'onPointerLeave'
  >;
}

/**
 * A click or Enter opens a cell, the head of a check or a column; drag, or Shift and arrow keys, choose a period.
 */
export function useGridGestures(
  model: MonitorPageModel,
  host: React.RefObject<HTMLElement>,
  shape: IGeometry
): IGridGestures {
  const { checks, columns } = model;
  const [cell, setCell] = useState<ICell>({
    row: -1,
    column: checks.length - 1
  });
  // Columns and checks can become fewer.
  const active = {
    row: Math.min(cell.row, columns.length - 1),
    column: Math.min(cell.column, checks.length - 1)
  };
  const [pointed, setPointed] = useState<ICell | null>(null);
  const drag = useRef<{ from: ICell; moved: boolean } | null>(null);
  const anchor = useRef<number | null>(null);

  const open = ({ row, column }: ICell) => {
    const check = checks[column]?.id ?? null;
    const name = columns[row];
    // The relations of the columns have no page of their own: the check says what is known.
    model.open(row < 0 || name === '' ? null : name, column < 0 ? null : check);
  };
  const brush = (from: number, to: number) =>
    model.brush({ first: checks[from].id, last: checks[to].id });

  const show = (to: ICell) => {
    const node = host.current;
    if (node) {
      node.scrollLeft = reveal(
        node.scrollLeft,
        node.clientWidth - shape.names,
        shape.cell,
        to.column
      );
      if (to.row >= 0) {
        node.scrollTop = reveal(
          node.scrollTop,
          node.clientHeight - HEAD,
          ROW,
          to.row
        );
      }
    }
    setCell(to);
    setPointed(null);
  };

  const onKeyDown = (event: React.KeyboardEvent) => {
    const { key } = event;
    const to = moved(
      key,
      event.ctrlKey || event.metaKey,
      active,
      columns.length,
      checks.length
    );
    if (key === 'Enter' || key === ' ') {
      if (model.choosing && model.other) {
        model.chosen();
      } else {
        open(active);
      }
    } else if (key === 'Escape' && (model.period || model.choosing)) {
      model.brush(null);
    } else if (to) {
      if (event.shiftKey && to.column !== active.column) {
        anchor.current ??= active.column;
        brush(anchor.current, to.column);
      } else if (!event.shiftKey) {
        anchor.current = null;
      }
      show(to);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  /** Which cell is under the pointer. */
  const under = (event: React.PointerEvent): ICell | null => {
    const node = host.current;
    if (!node) {
      return null;
    }
    const box = node.getBoundingClientRect();
    const x = event.clientX - box.left - node.clientLeft - shape.names;
    const y = event.clientY - box.top - node.clientTop - HEAD;
    const column = x < 0 ? -1 : Math.floor((x + node.scrollLeft) / shape.cell);
    const row = y < 0 ? -1 : Math.floor((y + node.scrollTop) / ROW);
    return column < checks.length && row < columns.length
      ? { row, column }
      : null;
  };
  const onPointerDown = (event: React.PointerEvent) => {
    const at = under(event);
    const onBar =
      event.nativeEvent.offsetX > (host.current?.clientWidth ?? 0) &&
      event.target === host.current;
    if (event.button === 0 && at && !onBar) {
      drag.current = { from: at, moved: false };
      event.currentTarget.setPointerCapture(event.pointerId);
    }
  };
  const onPointerMove = (event: React.PointerEvent) => {
    const at = under(event);
    setPointed(at);
    const held = drag.current;
    if (held && at && at.column >= 0 && held.from.column >= 0) {
      if (at.column !== held.from.column || held.moved) {
        held.moved = true;
        brush(held.from.column, at.column);
      }
    }
  };
  const onPointerUp = (event: React.PointerEvent) => {
    const held = drag.current;
    drag.current = null;
    if (!held) {
      return;
    }
    if (held.moved) {
      model.chosen();
      return;
    }
    const at = under(event);
    if (at && at.row === held.from.row && at.column === held.from.column) {
      anchor.current = null;
      if (model.choosing && at.column >= 0) {
        brush(at.column, at.column);
        model.chosen();
        return;
      }
      if (at.column >= 0) {
        setCell(at);
      }
      open(at);
    }
  };

  return {
    active,
    pointed,
    handlers: {
      onKeyDown,
      onPointerDown,
      onPointerMove,
      onPointerUp,
      onPointerCancel: () => (drag.current = null),
      onPointerLeave: () => setPointed(null)
    }
  };
}
