import { reveal } from '../../../src/components/useSight';
import {
  drawn,
  fit,
  inSight,
  moved
} from '../../../src/monitors/page/geometry';

it('draws a bounded part of 400 checks and 60 columns', () => {
  const { cell } = fit(1000, 400);
  const across = inSight(3000, 1000 - 168, cell, 400);
  const down = inSight(0, 300, 22, 60);
  const cells = (across.to - across.from) * (down.to - down.from);
  expect(across.from).toBeLessThanOrEqual(150);
  expect(across.to).toBeGreaterThanOrEqual(Math.ceil(3832 / cell));
  expect(cells).toBeLessThan(1200);
});

it('makes few checks wide, and many narrow', () => {
  expect(fit(1000, 3).cell).toBe(56);
  expect(fit(1000, 400).cell).toBe(20);
  expect(fit(280, 30).names).toBeLessThan(100);
});

it('keeps the active cell drawn, wherever it is', () => {
  expect(drawn({ from: 2, to: 5 }, 3)).toEqual([2, 3, 4]);
  expect(drawn({ from: 2, to: 5 }, 9)).toEqual([2, 3, 4, 9]);
  expect(drawn({ from: 2, to: 5 }, -1)).toEqual([2, 3, 4]);
});

it('scrolls no further than it must', () => {
  expect(reveal(0, 100, 20, 2)).toBe(0);
  expect(reveal(0, 100, 20, 9)).toBe(100);
  expect(reveal(100, 100, 20, 1)).toBe(20);
});

it('moves by keys, and stops at the ends', () => {
  const at = { row: 0, column: 0 };
  expect(moved('ArrowUp', false, at, 3, 5)).toEqual({ row: -1, column: 0 });
  expect(moved('ArrowLeft', false, at, 3, 5)).toEqual(at);
  expect(moved('ArrowRight', false, at, 3, 5)).toEqual({ row: 0, column: 1 });
  expect(moved('PageDown', false, at, 3, 5)).toEqual({ row: 2, column: 0 });
  expect(moved('End', false, at, 3, 5)).toEqual({ row: 0, column: 4 });
  expect(moved('End', true, at, 3, 5)).toEqual({ row: 2, column: 4 });
  expect(moved('Home', true, { row: 2, column: 4 }, 3, 5)).toEqual({
    row: -1,
    column: 0
  });
  expect(moved('a', false, at, 3, 5)).toBeNull();
});
