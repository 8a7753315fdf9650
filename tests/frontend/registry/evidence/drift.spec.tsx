import { cleanup, render, screen } from '@testing-library/react';
import React from 'react';
import type { DriftEvidence, DriftReport } from '../../../../src/api/types';
import { DriftPart } from '../../../../src/registry/evidence/drift';
import { beside, trans } from '../scene';

afterEach(cleanup);

type Column = DriftReport['columns'][number];

const column = (name: string, drifted: boolean): Column => ({
  name,
  kind: 'number',
  state: 'compared',
  drifted,
  sentence: `\`${name}\` is higher`,
  test: 'ks',
  statistic: 0.3,
  p_value: 0,
  chance: 0,
  limit: 0.01,
  effect: 0.3,
  effect_limit: 0.1,
  effect_of: 'distance',
  error: 0,
  weight: 1,
  tests: []
});

const drift = (more: Partial<DriftEvidence> = {}): DriftEvidence => ({
  of: 'training data',
  version: 2,
  beside: 1,
  problem: '',
  report: {
    status: 'drift',
    sentence: '14 of 15 columns drifted.',
    reference_rows: 10,
    current_rows: 10,
    columns: [
      column('still', false),
      ...Array.from({ length: 14 }, (_, at) => column(`c${at}`, true))
    ],
    together: null,
    rate: 0.05,
    notes: [],
    made: 1000
  },
  ...more
});

it('says what moved in words, the first columns at once', () => {
  render(<DriftPart versions={beside({ drift: [drift()] })} trans={trans} />);
  screen.getByRole('heading', {
    name: 'Training data of v2 beside those of v1'
  });
  expect(screen.getByText('14 of 15 columns drifted.')).toBeTruthy();
  const lists = screen.getAllByRole('list');
  expect(lists[0].querySelectorAll('li')).toHaveLength(12);
  expect(lists[0].textContent).toContain('c0 is higher');
  expect(screen.getByText('and 2 more columns')).toBeTruthy();
  expect(document.body.textContent).not.toContain('still');
});

it('says why it cannot be told, and what the latest data did', () => {
  const report = { ...drift().report!, status: 'no drift' as const };
  const none = drift({ report: null, problem: 'No profile is stored.' });
  const latest = drift({ of: 'latest data', beside: null, version: 1, report });
  render(
    <DriftPart versions={beside({ drift: [none, latest] })} trans={trans} />
  );
  screen.getByText('No profile is stored.');
  screen.getByText('no drift');
  screen.getByRole('heading', {
    name: 'Latest data beside the training data of v1'
  });
});

it('is not there where nothing is known', () => {
  const { container } = render(<DriftPart versions={beside()} trans={trans} />);
  expect(container.textContent).toBe('');
});
