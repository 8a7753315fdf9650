import { columnsInSight, columnWidths } from '../../../src/comparison/window';

it('shares the room, within reason', () => {
  expect(columnWidths(1080, 4)).toEqual({ name: 180, value: 225 });
  expect(columnWidths(1080, 2)).toEqual({ name: 180, value: 240 });
  expect(columnWidths(600, 20)).toEqual({ name: 180, value: 120 });
});

it('shows two runs beside each other in a side area', () => {
  const { name, value } = columnWidths(300, 2);
  expect(name + 2 * value).toBeLessThanOrEqual(300);
});

it('draws what is in sight of many columns, and all of few', () => {
  expect(columnsInSight(0, 800, 100, 12)).toEqual({ start: 0, end: 12 });
  const { start, end } = columnsInSight(5000, 800, 100, 500);
  expect(start).toBeLessThanOrEqual(50);
  expect(end).toBeGreaterThanOrEqual(58);
  expect(end - start).toBeLessThan(20);
  expect(columnsInSight(1e9, 800, 100, 500).end).toBe(500);
});
