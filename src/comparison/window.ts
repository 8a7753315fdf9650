/** Which columns are drawn, counted from 0; `end` is the first that is not. */
export interface IWindow {
  start: number;
  end: number;
}

/** Below this many columns all are drawn. */
export const FEW = 30;

const BESIDE = 3;

/** The columns in sight of a row that scrolls sideways, and a few beside them. */
export function columnsInSight(
  scrolled: number,
  width: number,
  columnWidth: number,
  count: number
): IWindow {
  if (count <= FEW) {
    return { start: 0, end: count };
  }
  const first = Math.floor(scrolled / columnWidth) - BESIDE;
  const last = Math.ceil((scrolled + width) / columnWidth) + BESIDE;
  return {
    start: Math.min(Math.max(0, first), count),
    end: Math.max(0, Math.min(count, last))
  };
}

/** A view of fewer pixels, such as a side area, has narrow columns. */
const NARROW = 480;

/** How wide the names are and a column of values is: the room is shared, within reason. */
export function columnWidths(
  room: number,
  count: number
): { name: number; value: number } {
  const narrow = room < NARROW;
  const name = narrow ? 100 : 180;
  const least = narrow ? 96 : 120;
  const share = (room - name) / Math.max(1, count);
  return { name, value: Math.round(Math.min(240, Math.max(least, share))) };
}
