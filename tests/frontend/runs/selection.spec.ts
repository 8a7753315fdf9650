import { Selection } from '../../../src/runs/selection';

it('keeps the order of selection: the first is the baseline', () => {
  const selection = new Selection();
  selection.add(['c', 'a']);
  selection.toggle('b');
  selection.toggle('c');
  selection.add(['a', 'c']);
  expect(selection.runs).toEqual(['a', 'b', 'c']);
  expect(selection.indexOf('b')).toBe(1);
  expect(selection.indexOf('x')).toBe(-1);
});

it('speaks only when something changed', () => {
  const selection = new Selection();
  let spoken = 0;
  selection.changed.connect(() => spoken++);
  selection.set(['a', 'a', 'b']);
  selection.set(['a', 'b']);
  selection.remove(['x']);
  expect(spoken).toBe(1);
  selection.set(['b', 'a']);
  selection.clear();
  selection.clear();
  expect(spoken).toBe(3);
});
