import { nullTranslator } from '@jupyterlab/translation';
import { act, cleanup, fireEvent, render } from '@testing-library/react';
import React from 'react';
import type { CellLine } from '../../../src/api/types';
import { CellLineModel } from '../../../src/notebook/lineModel';
import { CellLineView, ILineActions } from '../../../src/notebook/lineView';
import { FakeApi, FakeSettings, line, settled } from '../fakes';

const trans = nullTranslator.load('jupyter_mltrack');

function show(data: CellLine, server = new FakeApi()) {
  const model = new CellLineModel(server.api);
  model.setLine(data);
  const actions: ILineActions = {
    compare: jest.fn(),
    open: jest.fn(),
    stop: jest.fn()
  };
  const page = render(
    <CellLineView
      model={model}
      settings={new FakeSettings()}
      actions={() => actions}
      trans={trans}
    />
  );
  return { ...page, actions, model };
}

/** What a person sees: words for screen readers are left out. */
function seen(node: HTMLElement): string {
  const copy = node.cloneNode(true) as HTMLElement;
  copy.querySelectorAll('.jp-MLTrack-unseen').forEach(one => one.remove());
  return copy.textContent!.replace(/\s+/g, ' ').trim();
}

afterEach(cleanup);

const metric = (
  name: string,
  value: number,
  delta: number | null,
  better: boolean | null
): CellLine['metrics'][number] => ({
  name,
  value,
  delta,
  better,
  direction: null
});

it('says what a run made, what changed, and where it stands', () => {
  const { container } = show(
    line({
      metrics: [
        metric('accuracy', 0.953, 0.013, true),
        metric('loss', 0.121, -0.02, true)
      ],
      previous: 11,
      changes: ['lr 0.1 → 0.01'],
      rank: 2,
      ranked: 12
    })
  );
  expect(seen(container)).toBe(
    'run 12accuracy 0.953 ▲ 0.013loss 0.121 ▼ 0.020since run 11: lr 0.1 → 0.012nd of 12compare·details'
  );
});

it('colours by better and worse, and says so in words', () => {
  const { container } = show(
    line({
      metrics: [
        metric('loss', 0.1, -0.02, true),
        metric('accuracy', 0.9, -0.01, false),
        metric('size', 10, 1, null)
      ]
    })
  );
  const deltas = [...container.querySelectorAll('.jp-MLTrack-delta')];
  expect(deltas.map(one => one.getAttribute('data-verdict'))).toEqual([
    'better',
    'worse',
    'neither'
  ]);
  expect(deltas.map(one => one.textContent!.trim().slice(1))).toEqual([
    'better, lower by 0.020',
    'worse, lower by 0.010',
    'higher by 1'
  ]);
});

it('shows a change that is smaller than the last digit', () => {
  const { container } = show(
    line({ metrics: [metric('loss', 0.5, 0.000012, false)] })
  );
  expect(seen(container)).toContain('0.50000 ▲ 0.00001');
});

it('says how a run failed', () => {
  const { container } = show(
    line({ status: 'failed', failure: 'ValueError: no such column' })
  );
  expect(seen(container)).toContain(
    'failed after 4 s: ValueError: no such column'
  );
  expect(container.querySelector('[aria-label="failed"]')).not.toBeNull();
});

it('says that a run is lost, with no rank of its own', () => {
  const { container } = show(
    line({ status: 'lost', ended: null, rank: 1, ranked: 3 })
  );
  expect(seen(container)).toContain('lost: its process died');
  expect(seen(container)).not.toContain('1st');
});

it('says what was not stored, also where there is no run', () => {
  const { container } = show(line({ run: '', warning: 'the disk is full' }));
  expect(seen(container)).toBe('⚠ not stored: the disk is full');
});

it('shows a running run with its time and a button that stops it', async () => {
  const server = new FakeApi();
  const running = line({
    status: 'running',
    started: Date.now() / 1000 - 65,
    ended: null,
    step: 120,
    spark: [3, 2, 1],
    previous: 11,
    changes: ['lr is gone'],
    metrics: [metric('loss', 0.5, 0.2, false)]
  });
  server.cellLine.mockResolvedValue(running);
  const page = show(running, server);
  await act(settled);
  expect(seen(page.container)).toBe('run 121 min 5 sstep 120loss 0.500details');
  expect(page.container.querySelector('.jp-MLTrack-spark')).not.toBeNull();
  fireEvent.click(page.getByLabelText('Stop run 12'));
  expect(page.actions.stop).toHaveBeenCalledTimes(1);
});

it('offers no stop of a run that nobody knows to run', async () => {
  const server = new FakeApi();
  server.cellLine.mockRejectedValue(new Error('away'));
  const page = show(line({ status: 'running', ended: null }), server);
  await act(settled);
  expect(page.queryByLabelText('Stop run 12')).toBeNull();
});

it('leads to the comparison and the details', () => {
  const { getByText, actions } = show(line({ previous: 11 }));
  fireEvent.click(getByText('compare'));
  fireEvent.click(getByText('details'));
  expect(actions.compare).toHaveBeenCalledWith('id12');
  expect(actions.open).toHaveBeenCalledWith('id12');
});

it('has nothing to compare a first run with', () => {
  expect(show(line()).queryByText('compare')).toBeNull();
});

it('renders strangers words as text', () => {
  const evil = '<img src=x onerror="window.evil=1"><b>x</b>';
  const { container } = show(
    line({
      name: evil,
      status: 'failed',
      failure: evil,
      warning: evil,
      previous: 1,
      changes: [evil],
      metrics: [metric(evil, 1, null, null)]
    })
  );
  expect(container.querySelector('img, b')).toBeNull();
  expect(container.textContent).toContain(evil);
});

it.each([
  [1, '1st of 40'],
  [2, '2nd of 40'],
  [3, '3rd of 40'],
  [4, '4th of 40'],
  [11, '11th of 40'],
  [22, '22nd of 40']
])('counts like people: %p', (rank, words) => {
  expect(seen(show(line({ rank, ranked: 40 })).container)).toContain(words);
});

describe('a run that repeats another one', () => {
  const repeats = {
    number: 17,
    metric: 'accuracy',
    value: 0.873,
    duration: 725,
    sampled: false
  };

  it('says while it runs what came of the other one, and opens it', async () => {
    const server = new FakeApi();
    const running = line({ status: 'running', ended: null, repeats });
    server.cellLine.mockResolvedValue(running);
    const { container, getByText, getByRole, actions } = show(running, server);
    await act(settled);
    expect(seen(container)).toContain(
      'same code, parameters and data as run 17 (accuracy 0.873, 12 min)'
    );
    expect(getByRole('group').getAttribute('aria-label')).toBe(
      'run 12, running, same code, parameters and data as run 17 (accuracy 0.873, 12 min)'
    );
    fireEvent.click(getByText('run 17'));
    expect(actions.open).toHaveBeenCalledWith('17');
  });

  it('names it when it has ended', () => {
    const { container, getByRole } = show(line({ repeats }));
    expect(seen(container)).toBe('run 12repeats run 17details');
    expect(getByRole('group').getAttribute('aria-label')).toBe(
      'run 12, finished, repeats run 17'
    );
  });

  it.each([
    [{ metric: null, value: null, duration: null }, 'data as run 17details'],
    [{ metric: null, value: null, duration: 4 }, 'as run 17 (4 s)details'],
    [{ sampled: true }, 'same code, parameters and sampled data as run 17'],
    [
      { metric: 'loss', value: 'NaN' as const, duration: 7300 },
      'as run 17 (loss NaN, 2 h)details'
    ]
  ])('says no more than is known: %j', (known, words) => {
    const { container } = show(
      line({
        status: 'running',
        ended: null,
        repeats: { ...repeats, ...known }
      })
    );
    expect(seen(container)).toContain(words);
  });
});
