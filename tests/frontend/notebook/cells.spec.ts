import { findCell, ICellFacts, isTracked } from '../../../src/notebook/cells';

function cell(
  id: string,
  source: string,
  executionCount: number | null = null
): ICellFacts {
  return { id, code: true, source, executionCount };
}

const clue = { cellId: 'b', code: 'x = 1\n', executionCount: 4 };

it('finds a cell by its id, also when its code was changed', () => {
  const cells = [cell('a', 'x = 1', 4), cell('b', 'y = 2', 9)];
  expect(findCell(cells, clue)).toBe(1);
});

it('finds a moved or copied cell by its code, without the line that tracks', () => {
  const cells = [cell('c', '%%track --tag a=b\nx = 1'), cell('d', 'x = 12')];
  expect(findCell(cells, clue)).toBe(0);
});

it('prefers the cell of the same execution among cells of the same code', () => {
  const cells = [cell('c', 'x = 1', 3), cell('d', 'x = 1', 4)];
  expect(findCell(cells, clue)).toBe(1);
});

it('falls back to the number of the execution', () => {
  const cells = [cell('c', 'other', 3), cell('d', 'changed', 4)];
  expect(findCell(cells, clue)).toBe(1);
});

it('says that a cell is gone', () => {
  expect(findCell([cell('c', 'other', 3)], clue)).toBe(-1);
  expect(findCell([cell('c', '')], { ...clue, code: '' })).toBe(-1);
  expect(
    findCell([cell('c', 'other', null)], {
      cellId: null,
      code: null,
      executionCount: null
    })
  ).toBe(-1);
});

it('takes no text cell for it', () => {
  expect(findCell([{ ...cell('b', 'x = 1'), code: false }], clue)).toBe(-1);
});

it('knows a tracked cell', () => {
  expect(isTracked('%%track\nx')).toBe(true);
  expect(isTracked('\n  %%track name --tag a=b')).toBe(true);
  expect(isTracked('%%tracker\nx')).toBe(false);
  expect(isTracked('x = 1\n%%track')).toBe(false);
});
