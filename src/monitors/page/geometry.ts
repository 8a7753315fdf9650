/** Pixels of the strip. */
export const ROW = 22;
export const HEAD = 42;
const SMALLEST = 20;
const LARGEST = 56;
/** Cells beyond the visible ones that are drawn, too. */
const MORE = 4;
/** What a label of the head needs. */
const LABEL = 92;

/** How large a strip is drawn. */
export interface IGeometry {
  /** The width of the names of the columns. */
  names: number;
  /** The width of a cell. */
  cell: number;
  /** Every how many checks there is room for a label. */
  step: number;
}

/** A cell by its place; row -1 is the head with the checks themselves, column -1 the names. */
export interface ICell {
  row: number;
  column: number;
}

/** Cells from one to another. */
export interface ISpan {
  from: number;
  to: number;
}

/**
 * Fit a strip into a width.
 *
 * @param width Pixels that there are.
 * @param checks How many checks.
 */
export function fit(width: number, checks: number): IGeometry {
  const names = width < 460 ? 92 : 168;
  const room = Math.floor((width - names - 16) / Math.max(1, checks));
  const cell = Math.min(LARGEST, Math.max(SMALLEST, room));
  return { names, cell, step: Math.ceil(LABEL / cell) };
}

/** Which of `count` cells of `size` pixels are in sight; the last one is not included. */
export function inSight(
  scrolled: number,
  room: number,
  size: number,
  count: number
): ISpan {
  return {
    from: Math.max(0, Math.floor(scrolled / size) - MORE),
    to: Math.min(count, Math.ceil((scrolled + room) / size) + MORE)
  };
}

/**
 * Which cell a key leads to.
 *
 * @returns Null where the key leads nowhere.
 */
export function moved(
  key: string,
  whole: boolean,
  { row, column }: ICell,
  rows: number,
  columns: number
): ICell | null {
  const clamp = (to: ICell): ICell => ({
    row: Math.min(rows - 1, Math.max(-1, to.row)),
    column: Math.min(columns - 1, Math.max(0, to.column))
  });
  switch (key) {
    case 'ArrowLeft':
      return clamp({ row, column: column - 1 });
    case 'ArrowRight':
      return clamp({ row, column: column + 1 });
    case 'ArrowUp':
      return clamp({ row: row - 1, column });
    case 'ArrowDown':
      return clamp({ row: row + 1, column });
    case 'PageUp':
      return clamp({ row: row - 10, column });
    case 'PageDown':
      return clamp({ row: row + 10, column });
    case 'Home':
      return clamp({ row: whole ? -1 : row, column: 0 });
    case 'End':
      return clamp({ row: whole ? rows : row, column: columns - 1 });
    default:
      return null;
  }
}

/** The cells that are drawn: those in sight, and the active one, which a screen reader must find. */
export function drawn({ from, to }: ISpan, active: number): number[] {
  const found = Array.from(
    { length: Math.max(0, to - from) },
    (_, at) => from + at
  );
  return active < 0 || (active >= from && active < to)
    ? found
    : [...found, active];
}
