/** What is known of the cell that a run was made by. */
export interface ICellClue {
  cellId: string | null;
  code: string | null;
  executionCount: number | null;
}

/** What a cell of a notebook says of itself. */
export interface ICellFacts {
  id: string;
  code: boolean;
  source: string;
  executionCount: number | null;
}

/** The line that makes a run of a cell. */
export const TRACK = '%%track';

/** Find the cell of a run: by its id, else by its code, else by its number; -1 when it is gone. */
export function findCell(
  cells: readonly ICellFacts[],
  clue: ICellClue
): number {
  const byId = cells.findIndex(
    cell => cell.code && clue.cellId !== null && cell.id === clue.cellId
  );
  if (byId >= 0) {
    return byId;
  }
  const code = clue.code === null ? '' : bare(clue.code);
  const same = cells.flatMap((cell, index) =>
    cell.code && code !== '' && bare(cell.source) === code ? [index] : []
  );
  return (
    same.find(index => cells[index].executionCount === clue.executionCount) ??
    same[0] ??
    cells.findIndex(
      cell =>
        cell.code &&
        clue.executionCount !== null &&
        cell.executionCount === clue.executionCount
    )
  );
}

/** Whether a cell makes a run when it is executed. */
export function isTracked(source: string): boolean {
  return /^\s*%%track(\s|$)/.test(source);
}

/** The code without the line that tracks it, and without what no reader sees. */
function bare(source: string): string {
  return source.replace(/^\s*%%track[^\n]*(\n|$)/, '').trim();
}
