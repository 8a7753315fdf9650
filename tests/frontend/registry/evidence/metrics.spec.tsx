import { cleanup, render, screen } from '@testing-library/react';
import React from 'react';
import { deltaWords, Metrics } from '../../../../src/registry/evidence/metrics';
import type { IRegistryParts } from '../../../../src/registry/page/context';
import { FakeSettings } from '../../fakes';
import { beside, metric, trans } from '../scene';

afterEach(cleanup);

const context = {
  settings: new FakeSettings(),
  trans
} as unknown as IRegistryParts;

it('a difference is said with an arrow, a size and a word', () => {
  expect(deltaWords(metric(), trans)).toBe('▲ higher by 0.0500, better');
  const loss = metric({ verdict: 'worse', delta: 0.1 });
  expect(deltaWords(loss, trans)).toBe('▲ higher by 0.100, worse');
  const plain = metric({ verdict: 'changed', delta: -2 });
  expect(deltaWords(plain, trans)).toBe('▼ lower by 2');
  const odd = metric({ verdict: 'changed', delta: null });
  expect(deltaWords(odd, trans)).toBe('changed');
});

it('what one of both has not is said', () => {
  const gone = metric({ verdict: 'missing', challenger: null, delta: null });
  expect(deltaWords(gone, trans)).toBe('the challenger has none');
  const fresh = metric({ verdict: 'missing', current: null, delta: null });
  expect(deltaWords(fresh, trans)).toBe('new');
});

it('a difference within the spread of repeats is called that', () => {
  const spread = { runs: 3, min: 0.94, max: 0.96, mean: 0.95, std: 0.01 };
  const versions = beside({
    metrics: [metric({ challenger_spread: spread, within_spread: true })]
  });
  render(<Metrics versions={versions} context={context} />);
  const row = screen.getByRole('row', { name: /accuracy/ });
  expect(row.textContent).toContain('0.940 to 0.960 in 3 runs');
  expect(row.textContent).toContain('within the spread of repeats');
});

it('a version with nothing beside it has one column of values', () => {
  const versions = beside({
    current: null,
    metrics: [metric({ current: null, verdict: 'missing', delta: null })]
  });
  render(<Metrics versions={versions} context={context} />);
  expect(screen.getAllByRole('columnheader')).toHaveLength(2);
});
