import React, { useCallback, useRef } from 'react';

/** Where a cell stands: rows and columns as the grid counts them, from 0. */
export interface IPlace {
  row: number;
  column: number;
}

/** The attribute by which a cell is found. */
export function placeOf(row: number, column: number): string {
  return `${row},${column}`;
}

/** Where a key leads from a cell; null for keys that are not ours. */
export function moved(
  key: string,
  withControl: boolean,
  from: IPlace,
  rows: number,
  columns: number
): IPlace | null {
  const to = { ...from };
  switch (key) {
    case 'ArrowDown':
      to.row += 1;
      break;
    case 'ArrowUp':
      to.row -= 1;
      break;
    case 'ArrowRight':
      to.column += 1;
      break;
    case 'ArrowLeft':
      to.column -= 1;
      break;
    case 'PageDown':
      to.row += 10;
      break;
    case 'PageUp':
      to.row -= 10;
      break;
    case 'Home':
      to.column = 0;
      to.row = withControl ? 0 : to.row;
      break;
    case 'End':
      to.column = columns - 1;
      to.row = withControl ? rows - 1 : to.row;
      break;
    default:
      return null;
  }
  return {
    row: Math.max(0, Math.min(rows - 1, to.row)),
    column: Math.max(0, Math.min(columns - 1, to.column))
  };
}

/**
 * Move through a grid by keys: one cell of it is in the order of the Tab key, Enter presses the cell's button.
 *
 * @param rows Count of rows, the header among them.
 * @param columns Count of columns, the row headers among them.
 * @param reveal Brings a column into the page before it is focused.
 */
export function useGridKeys(
  rows: number,
  columns: number,
  reveal: (column: number) => void
): {
  grid: React.RefObject<HTMLTableElement>;
  onKeyDown: (event: React.KeyboardEvent) => void;
  onFocus: (event: React.FocusEvent) => void;
} {
  const grid = useRef<HTMLTableElement>(null);
  const onKeyDown = useCallback(
    (event: React.KeyboardEvent) => {
      const cell = (event.target as HTMLElement).closest<HTMLElement>(
        '[data-at]'
      );
      if (!cell || event.altKey || event.metaKey) {
        return;
      }
      if (
        (event.key === 'Enter' || event.key === ' ') &&
        cell === event.target
      ) {
        const button = cell.querySelector<HTMLElement>('button');
        if (button) {
          event.preventDefault();
          button.click();
        }
        return;
      }
      const [row, column] = cell.dataset.at!.split(',').map(Number);
      const to = moved(
        event.key,
        event.ctrlKey,
        { row, column },
        rows,
        columns
      );
      if (to) {
        event.preventDefault();
        reveal(to.column);
        // The column may have to be drawn first.
        requestAnimationFrame(() => focusAt(grid.current, to));
      }
    },
    [rows, columns, reveal]
  );
  const onFocus = useCallback((event: React.FocusEvent) => {
    const cell = (event.target as HTMLElement).closest<HTMLElement>(
      '[data-at]'
    );
    if (cell && cell === event.target) {
      grid.current
        ?.querySelectorAll('[data-at][tabindex="0"]')
        .forEach(other => other.setAttribute('tabindex', '-1'));
      cell.setAttribute('tabindex', '0');
    }
  }, []);
  return { grid, onKeyDown, onFocus };
}

/** Focus a cell; a row that is one cell wide is focused as a whole. */
function focusAt(grid: HTMLElement | null, place: IPlace): void {
  const at = (column: number) =>
    grid?.querySelector<HTMLElement>(
      `[data-at="${placeOf(place.row, column)}"]`
    );
  (at(place.column) ?? at(0))?.focus();
}
