import { act, cleanup, fireEvent, render } from '@testing-library/react';
import React from 'react';
import { ApiError } from '../../../../src/api/error';
import type { Column, RunRow } from '../../../../src/api/types';
import { CommandIDs } from '../../../../src/commands';
import { candidateColumns } from '../../../../src/runs/details/candidateColumns';
import { Candidates } from '../../../../src/runs/details/candidates';
import { CandidatesModel } from '../../../../src/runs/details/candidatesModel';
import { FakeApi, row, run, settled } from '../../fakes';
import { FakeSight, layBrowser, pageContext } from './page';

beforeEach(() => void layBrowser());
afterEach(cleanup);

const column = (
  id: string,
  runs: number,
  direction: Column['direction'] = null
): Column => {
  const [group, name] = id.split('.') as [Column['group'], string];
  return { id, group, name, numeric: true, runs, direction };
};

const COLUMNS = [
  column('params.C', 120),
  column('params.tol', 120),
  column('params.gamma', 60),
  column('metrics.std_test_score', 120),
  column('metrics.mean_test_score', 120, 'max'),
  column('max.mean_test_score', 120, 'max')
];

const candidate = (place: number): RunRow =>
  row(12, {
    id: `part${place}`,
    name: `C=${place}`,
    values: {
      'run.place': place,
      'run.duration': 1.5,
      'params.C': place,
      'params.tol': 0.001,
      ...(place % 2 ? { 'params.gamma': 0.1 } : {}),
      'metrics.std_test_score': 0.01,
      'metrics.mean_test_score': 1 - place / 1000
    }
  });

/** A server that knows the candidates of one search. */
function search(total = 120) {
  const server = new FakeApi();
  server.listColumns.mockResolvedValue(COLUMNS);
  server.listRuns.mockImplementation(async ({ limit = 100 }) => ({
    rows: Array.from({ length: Math.min(limit, total) }, (_, at) =>
      candidate(at + 1)
    ),
    total,
    running: 0,
    seq: 1
  }));
  return server;
}

async function show(server = search()) {
  const parts = pageContext(server);
  const page = render(
    <Candidates run={run({ children: 120 })} context={parts.context} />
  );
  await act(async () => {
    FakeSight.show();
    await settled();
  });
  const heads = () =>
    [...page.container.querySelectorAll('thead th')].map(
      head => head.querySelector('span')!.textContent
    );
  const lastQuery = () => server.listRuns.mock.lastCall![0];
  return { ...page, ...parts, heads, lastQuery };
}

it('is not there where a run is no search', () => {
  const { context } = pageContext();
  const { container } = render(<Candidates run={run()} context={context} />);
  expect(container.childElementCount).toBe(0);
});

it('asks nothing until somebody looks', async () => {
  const { context, server } = pageContext(search());
  render(<Candidates run={run({ children: 3 })} context={context} />);
  await act(settled);
  expect(server.listRuns).not.toHaveBeenCalled();
});

it('shows the first ones, the best on top, with what differs', async () => {
  const { container, heads, lastQuery } = await show();
  expect(lastQuery()).toMatchObject({
    parent: 'id12',
    sort: 'run.place',
    limit: 50
  });
  expect(heads()).toEqual([
    'Rank',
    'Name',
    'C',
    'gamma',
    'mean_test_score',
    'std_test_score',
    'Duration'
  ]);
  const first = container.querySelector('tbody tr')!;
  expect([...first.children].map(cell => cell.textContent)).toEqual([
    '1',
    'C=1',
    '1',
    '0.1',
    '0.999',
    '0.0100',
    '1.5 s'
  ]);
  expect(container.querySelectorAll('tbody tr')).toHaveLength(50);
});

it('orders by a head: the good way first, then the other', async () => {
  const { getByRole, lastQuery } = await show();
  const score = getByRole('button', { name: 'mean_test_score' });
  fireEvent.click(score);
  await act(settled);
  expect(lastQuery().sort).toBe('-metrics.mean_test_score');
  expect(score.closest('th')!.getAttribute('aria-sort')).toBe('descending');
  fireEvent.click(score);
  await act(settled);
  expect(lastQuery().sort).toBe('metrics.mean_test_score');
  fireEvent.click(getByRole('button', { name: 'C' }));
  await act(settled);
  expect(lastQuery().sort).toBe('params.C');
});

it('shows more', async () => {
  const { getByText, container, lastQuery } = await show();
  fireEvent.click(getByText('Show 50 more of 70'));
  await act(settled);
  expect(lastQuery().limit).toBe(100);
  expect(container.querySelectorAll('tbody tr')).toHaveLength(100);
  fireEvent.click(getByText('Show 20 more'));
  await act(settled);
  expect(container.querySelectorAll('tbody tr')).toHaveLength(120);
});

it('a row opens its page, once', async () => {
  const { getByRole, container, executed } = await show();
  fireEvent.click(getByRole('button', { name: 'Open candidate C=2' }));
  fireEvent.click(container.querySelectorAll('tbody tr')[2]);
  expect(executed).toEqual([
    [CommandIDs.openRun, { run: 'part2' }],
    [CommandIDs.openRun, { run: 'part3' }]
  ]);
});

it('compares the best, however the rows are ordered', async () => {
  const { getByRole, getByText, executed, lastQuery } = await show();
  fireEvent.click(getByRole('button', { name: 'C' }));
  await act(settled);
  fireEvent.click(getByText('Compare best 5'));
  await act(settled);
  expect(lastQuery()).toEqual({ parent: 'id12', sort: 'run.place', limit: 5 });
  expect(executed).toEqual([
    [
      CommandIDs.compare,
      { runs: ['part1', 'part2', 'part3', 'part4', 'part5'] }
    ]
  ]);
});

it('says what went wrong, and keeps what was shown', async () => {
  const server = search();
  const { getByRole, container } = await show(server);
  server.listRuns.mockRejectedValueOnce(new ApiError('x', 'Not now.', 500));
  fireEvent.click(getByRole('button', { name: 'C' }));
  await act(settled);
  expect(getByRole('alert').textContent).toContain('Not now.');
  expect(container.querySelectorAll('tbody tr')).toHaveLength(50);
});

it('follows its search while somebody looks', async () => {
  jest.useFakeTimers();
  const server = search(3);
  const model = new CandidatesModel(server.api, 'id12', 50);
  model.active = true;
  await settled();
  server.change({ runs: ['other'] });
  server.change({ runs: ['id12'] });
  server.change({ runs: ['id12'] });
  jest.advanceTimersByTime(60);
  await settled();
  expect(server.listRuns).toHaveBeenCalledTimes(2);
  expect(server.listColumns).toHaveBeenCalledTimes(2);
  model.active = false;
  server.change({ runs: ['id12'] });
  jest.advanceTimersByTime(60);
  await settled();
  expect(server.listRuns).toHaveBeenCalledTimes(2);
  model.active = true;
  await settled();
  expect(server.listRuns).toHaveBeenCalledTimes(3);
  model.dispose();
  jest.useRealTimers();
});

describe('columns', () => {
  const rows = [candidate(1), candidate(3)];

  it('that none of the rows has are left out', () => {
    const other = column('params.depth', 7);
    expect(candidateColumns([other], rows, 2, new Set())).toEqual([]);
  });

  it('that were there stay, also where the rows are alike', () => {
    const known = [column('params.tol', 2)];
    expect(candidateColumns(known, rows, 2, new Set())).toEqual([]);
    expect(candidateColumns(known, rows, 2, new Set(['params.tol']))).toEqual(
      known
    );
  });
});
