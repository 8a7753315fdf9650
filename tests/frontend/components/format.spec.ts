import { nullTranslator } from '@jupyterlab/translation';
import {
  isoTime,
  formatAmount,
  digitsThatDiffer,
  formatAge,
  formatBytes,
  formatChosen,
  formatDuration,
  formatNumber,
  formatValue
} from '../../../src/components/format';

const trans = nullTranslator.load('jupyter_mltrack');

describe('formatValue', () => {
  it.each([
    [null, '–'],
    [undefined, '–'],
    ['NaN', 'NaN'],
    ['Infinity', '∞'],
    ['-Infinity', '−∞'],
    [true, 'True'],
    [false, 'False'],
    ['<b>x</b>', '<b>x</b>'],
    [0, '0'],
    [12, '12'],
    [-3, '−3'],
    [0.95314, '0.9531'],
    [123456.7, '123457'],
    [1234567, '1.235e6'],
    [0.000012345, '1.234e−5'],
    [1e-300, '1e−300']
  ])('writes %p as %p', (value, text) => {
    expect(formatValue(value)).toBe(text);
  });

  it('keeps the number of significant digits below one', () => {
    expect(formatNumber(0.05)).toBe('0.05000');
    expect(formatNumber(0.05, 2)).toBe('0.050');
  });
});

describe('formatChosen', () => {
  it.each([
    [0.001, '0.001'],
    [0.05, '0.05'],
    [0.1, '0.1'],
    [100, '100'],
    [1000000, '1e6'],
    [0.1 + 0.2, '0.3'],
    [1e-7, '1e−7'],
    ['1.50', '1.50'],
    [null, '–']
  ])('writes %p as somebody would: %p', (value, text) => {
    expect(formatChosen(value)).toBe(text);
  });
});

describe('digitsThatDiffer', () => {
  it('takes the least where they tell the numbers apart', () => {
    expect(digitsThatDiffer([0.1, 0.2])).toBe(3);
  });

  it('takes more where numbers look alike that are not', () => {
    expect(digitsThatDiffer([0.9531, 0.9534])).toBe(4);
  });

  it('goes beyond the most only while all look alike', () => {
    expect(digitsThatDiffer([0.123456781, 0.123456782], 3, 4)).toBe(9);
    expect(digitsThatDiffer([0.12345, 0.12346, 0.5], 3, 4)).toBe(4);
  });

  it('is not led astray by what is no number', () => {
    expect(digitsThatDiffer([NaN, Infinity])).toBe(3);
  });
});

describe('times', () => {
  it.each([
    [0.0021, '2 ms'],
    [0.00001, '1 ms'],
    [0.25, '0.3 s'],
    [4.2, '4.2 s'],
    [42, '42 s'],
    [125, '2 min 5 s'],
    [12000, '3 h 20 min'],
    [200000, '2 d 7 h'],
    [-5, '0 s']
  ])('a span of %p seconds is %p', (seconds, text) => {
    expect(formatDuration(seconds, trans)).toBe(text);
  });

  it.each([
    [-100, 'now'],
    [3, 'now'],
    [59, '59 s'],
    [60, '1 min'],
    [7200, '2 h'],
    [86400 * 3, '3 d'],
    [86400 * 800, '2 y']
  ])('%p seconds ago is %p', (seconds, text) => {
    expect(formatAge(seconds, trans)).toBe(text);
  });
});

it('writes sizes of files', () => {
  expect(formatBytes(14)).toBe('14 B');
  expect(formatBytes(3_200_000)).toBe('3.20 MB');
});

it.each([
  [0, '0'],
  [984, '984'],
  [1000, '1 k'],
  [12_345, '12.3 k'],
  [999_999, '1 M'],
  [1_200_000, '1.2 M'],
  [7_000_000_000, '7 G']
])('writes the amount %p as %p', (amount, text) => {
  expect(formatAmount(amount)).toBe(text);
});

it.each([NaN, Infinity, 1e300])('leaves out %p, which is no time', time => {
  expect(isoTime(time)).toBeUndefined();
  expect(isoTime(0)).toBe('1970-01-01T00:00:00.000Z');
});
