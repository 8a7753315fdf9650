import type { DiffLine } from '../../../src/api/types';
import { pieces, sideBySide } from '../../../src/components/diff';

const diff = (op: DiffLine['op'], text: string): DiffLine => ({
  op,
  text,
  old: null,
  new: null
});

it('puts what was edited side by side', () => {
  const pairs = sideBySide([
    diff('=', 'a'),
    diff('-', 'b1'),
    diff('-', 'b2'),
    diff('+', 'c1'),
    diff('=', 'd'),
    diff('+', 'e')
  ]);
  expect(pairs.map(({ old, new: now }) => [old?.text, now?.text])).toEqual([
    ['a', 'a'],
    ['b1', 'c1'],
    ['b2', undefined],
    ['d', 'd'],
    [undefined, 'e']
  ]);
});

it('marks the part of a line that differs', () => {
  expect(pieces('lr = 0.01', 'lr = 0.1')).toEqual({
    before: 'lr = 0.',
    changed: '0',
    after: '1'
  });
});

it('marks all of a line that was replaced', () => {
  expect(pieces('model = SVC()', 'import numpy').changed).toBe('model = SVC()');
});

it('never counts a character twice', () => {
  const { before, changed, after } = pieces('aaa', 'aaaa');
  expect(before + changed + after).toBe('aaa');
});
