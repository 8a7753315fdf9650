import { nullTranslator } from '@jupyterlab/translation';
import type { ComparedValue } from '../../../src/api/types';
import { toMarkdown } from '../../../src/comparison/markdown';
import {
  byCode,
  deltaOf,
  groupCount,
  rowDigits,
  runLabel,
  valueText
} from '../../../src/comparison/words';
import { comparison } from '../fakes';

const trans = nullTranslator.load('jupyter_mltrack');

const value = (
  one: ComparedValue['value'],
  more: Partial<ComparedValue> = {}
): ComparedValue => ({
  value: one,
  verdict: 'changed',
  delta: null,
  best: false,
  ...more
});

it('writes parameters as chosen and metrics as measured', () => {
  expect(valueText(value(0.1), 'parameters', 4)).toBe('0.1');
  expect(valueText(value(0.1), 'metrics', 4)).toBe('0.1000');
});

it('tells a missing value from None', () => {
  expect(valueText(value(null), 'parameters', 4)).toBe('None');
  expect(valueText(value(null, { verdict: 'missing' }), 'parameters', 4)).toBe(
    '–'
  );
});

it('says deltas in words where one way is better', () => {
  const better = value(1, { delta: 0.25, verdict: 'better' });
  expect(deltaOf(better, trans)).toEqual({
    arrow: '▲',
    size: '0.250',
    word: 'better'
  });
  expect(deltaOf(value(1, { delta: 0 }), trans)).toBeNull();
  expect(deltaOf(value(1, { delta: 'NaN' }), trans)).toBeNull();
  expect(deltaOf(value(1), trans)).toBeNull();
});

it('shows as many digits as tell a row apart', () => {
  const row = {
    key: 'a',
    differs: true,
    direction: null,
    values: [value(0.98761), value(0.98764), value('text')]
  };
  expect(rowDigits(row, 4)).toBe(5);
});

it('counts what differs', () => {
  expect(groupCount({ differing: 0, total: 3 }, trans)).toBe(
    'all 3 are the same'
  );
  expect(groupCount({ differing: 0, total: 1 }, trans)).toBe('the same');
  expect(groupCount({ differing: 2, total: 9 }, trans)).toBe('2 of 9 differ');
});

it('tells whose code is the baseline’s', () => {
  const { runs } = comparison(['a', 'b', 'c']);
  const code = [{ run: 'c', part: 'cell', lines: [] }];
  const { same, different } = byCode(runs, code);
  expect(same.map(run => run.id)).toEqual(['b']);
  expect(different.map(run => run.id)).toEqual(['c']);
});

it('copies a table in which a stranger’s text is only text', () => {
  const compared = comparison(['a|b', '<b>x</b>']);
  compared.groups = [
    {
      name: 'parameters',
      differing: 1,
      total: 1,
      rows: [
        {
          key: 'x|y',
          differs: true,
          direction: null,
          values: [value('a\n| b'), value('<script>')]
        }
      ]
    }
  ];
  const text = toMarkdown(compared, 4, trans);
  expect(text).not.toMatch(/<b>|<script>/);
  const lines = text.split('\n').filter(line => line.startsWith('|'));
  const bars = lines.map(line => line.replace(/\\\|/g, '').split('|').length);
  expect(new Set(bars).size).toBe(1);
});

it('does not say the number of a run twice', () => {
  expect(runLabel({ number: 12, name: 'svc' })).toBe('12 svc');
  expect(runLabel({ number: 12, name: 'run 12' })).toBe('12');
  expect(runLabel({ number: 12, name: '' })).toBe('12');
});
