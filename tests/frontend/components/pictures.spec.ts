import { PALETTE, runColours } from '../../../src/components/palette';
import { sparkPath } from '../../../src/components/sparkline';

describe('sparkPath', () => {
  it('draws nothing of less than two numbers', () => {
    expect(sparkPath([1])).toBe('');
    expect(sparkPath([NaN, 3, NaN])).toBe('');
  });

  it('leaves a gap where a point is no number', () => {
    const path = sparkPath([1, 2, NaN, 4, 5]);
    expect(path.match(/M/g)).toHaveLength(2);
    expect(path).not.toContain('NaN');
  });

  it('stays finite for huge numbers and for constants', () => {
    expect(sparkPath([-1e308, 1e308])).not.toMatch(/NaN|Infinity/);
    expect(sparkPath([2, 2, 2])).not.toContain('NaN');
  });

  it('puts the highest value on top', () => {
    const [, first, second] = /M[\d.]+ ([\d.]+)L[\d.]+ ([\d.]+)/.exec(
      sparkPath([0, 1])
    )!;
    expect(Number(second)).toBeLessThan(Number(first));
  });
});

describe('runColours', () => {
  it('gives a run the same colour in every view that it is alone in', () => {
    expect(runColours([7]).get(7)).toBe(PALETTE[7]);
    expect(runColours([27]).get(27)).toBe(PALETTE[7]);
  });

  it('gives ten runs ten colours', () => {
    const numbers = [1, 11, 21, 31, 41, 51, 61, 71, 81, 91];
    expect(new Set(runColours(numbers).values()).size).toBe(10);
  });

  it('does not depend on the order', () => {
    expect(runColours([3, 13, 5])).toEqual(runColours([5, 3, 13]));
  });
});
