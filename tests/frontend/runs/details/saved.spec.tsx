import { cleanup, render, screen, waitFor } from '@testing-library/react';
import React from 'react';
import type { SavedModel } from '../../../../src/api/types';
import { Models } from '../../../../src/runs/details/models';
import { Registered } from '../../../../src/runs/details/registered';
import { run } from '../../fakes';
import { version } from '../../registry/scene';
import { layBrowser, pageContext } from './page';

beforeEach(() => void layBrowser());
afterEach(cleanup);

const { context } = pageContext();

const saved = (more: Partial<SavedModel> = {}): SavedModel => ({
  path: 'models/clf',
  type: 'sklearn.svm.SVC',
  flavor: 'sklearn',
  format: 'skops',
  safe: true,
  digest: 'd',
  size: 14_100,
  signature: {
    inputs: [{ name: 'age', type: 'double', shape: null, required: true }],
    outputs: [{ name: null, type: 'int64', shape: [-1], required: true }]
  },
  example: true,
  reference: null,
  created: 1,
  ...more
});

it('a saved model says its format, its size, and what it takes and gives', () => {
  const of = run({
    saved: [saved()],
    artifacts: [
      {
        path: 'models/clf/MLmodel',
        blob: 'b',
        size: 10,
        media_type: 'text/plain',
        kind: 'model'
      }
    ]
  });
  render(<Models run={of} context={context} />);
  const group = screen.getByRole('group', { name: 'Saved model models/clf' });
  for (const words of ['sklearn, skops', '14.1 kB', 'safe', '1 file']) {
    expect(group.textContent).toContain(words);
  }
  const rows = screen.getAllByRole('row').map(row => row.textContent);
  expect(rows).toEqual(['input agedouble', 'output int64 [n]']);
  expect(screen.getByTitle('Download models/clf/MLmodel')).toBeTruthy();
});

it('a pickle is not called safe', () => {
  const of = run({ saved: [saved({ format: 'cloudpickle', safe: false })] });
  render(<Models run={of} context={context} />);
  expect(screen.getByText('not safe: trust its maker')).toBeTruthy();
});

it('what was trained and saved is one model, not two', () => {
  const of = run({
    models: [
      {
        name: 'clf',
        type: 'sklearn.svm.SVC',
        parts: [],
        params: {},
        defaults: {},
        data: [],
        fitted: true,
        size: null,
        saved: 'models/clf'
      }
    ],
    saved: [saved()]
  });
  render(<Models run={of} context={context} />);
  expect(screen.getAllByRole('group')).toHaveLength(1);
  expect(screen.getByRole('group').textContent).toContain('sklearn, skops');
});

it('the versions that were made from a run lead to their models', async () => {
  const server = pageContext();
  Object.assign(server.server, {
    registry: { versionsOfRun: async () => [version(3, { stage: 'staging' })] }
  });
  const { container } = render(
    <Registered run={run()} context={server.context} />
  );
  await waitFor(() =>
    expect(container.textContent).toBe('Registered as churn v3 (staging)')
  );
});
