import { ApiError } from '../../../src/api/error';
import { RunsModel } from '../../../src/runs/model';
import { FakeApi, row, settled } from '../fakes';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

async function pass(milliseconds = 100) {
  jest.advanceTimersByTime(milliseconds);
  await settled();
}

async function shown(total = 3) {
  const server = new FakeApi(total);
  const model = new RunsModel({ api: server.api, wait: 50 });
  model.active = true;
  await pass();
  return { server, model };
}

it('asks nothing until somebody looks', async () => {
  const server = new FakeApi();
  const model = new RunsModel({ api: server.api, wait: 50 });
  server.change({ runs: ['id3'] });
  await pass();
  expect(server.listRuns).not.toHaveBeenCalled();
  model.active = true;
  await pass();
  expect(model.total).toBe(3);
  expect(model.row(0)?.number).toBe(3);
  expect(server.listRuns.mock.calls[0][0]).toMatchObject({
    sort: '-run.number',
    offset: 0
  });
});

it('shows a run that arrives, with one request for many changes', async () => {
  const { server, model } = await shown();
  const before = server.listRuns.mock.calls.length;
  server.total = 4;
  for (let change = 0; change < 10; change++) {
    server.change({ runs: ['id4'] });
  }
  await pass();
  expect(server.listRuns.mock.calls.length).toBe(before + 1);
  expect(model.row(0)?.number).toBe(4);
});

it('asks for the pages in sight only', async () => {
  const { server, model } = await shown(10_000);
  server.listRuns.mockClear();
  model.show(5020, 5060);
  await pass();
  expect(server.listRuns.mock.calls.map(([query]) => query.offset)).toEqual([
    5000
  ]);
  expect(model.row(5030)?.number).toBe(10_000 - 5030);
  expect(model.row(9000)).toBeUndefined();
});

it('asks for what was wanted while nobody looked', async () => {
  const server = new FakeApi();
  const model = new RunsModel({ api: server.api, wait: 50 });
  model.active = true;
  jest.advanceTimersByTime(0);
  model.active = false;
  model.setQuery({ columns: ['metrics.loss'] });
  await pass();
  expect(model.shown.columns).toEqual([]);
  model.active = true;
  await pass();
  expect(model.shown.columns).toEqual(['metrics.loss']);
});

it('keeps the old rows while a new query is under way', async () => {
  const { server, model } = await shown();
  server.listRuns.mockImplementation(() => new Promise(() => undefined));
  model.setQuery({ filter: 'x' });
  await pass();
  expect(model.busy).toBe(true);
  expect(model.query.filter).toBe('x');
  expect(model.shown.filter).toBe('');
  expect(model.row(0)?.number).toBe(3);
});

it('says what is wrong with a filter and keeps the rows', async () => {
  const { server, model } = await shown();
  server.listRuns.mockRejectedValueOnce(
    new ApiError('bad_filter', 'Close the bracket.', 400)
  );
  model.setQuery({ filter: '(' });
  await pass();
  expect(model.filterError).toBe('Close the bracket.');
  expect(model.error).toBeNull();
  expect(model.total).toBe(3);
  model.setQuery({ filter: '' });
  await pass();
  expect(model.filterError).toBeNull();
});

it('a remembered filter with a mistake does not hide every run', async () => {
  const server = new FakeApi();
  server.listRuns.mockRejectedValueOnce(
    new ApiError('bad_filter', 'No such word.', 400)
  );
  const model = new RunsModel({
    api: server.api,
    query: { filter: 'old syntax' },
    wait: 50
  });
  model.active = true;
  await pass();
  expect(model.total).toBe(3);
  expect(model.filterError).toBe('No such word.');
});

it('takes the answer to the last of two queries, whichever comes first', async () => {
  const { server, model } = await shown();
  let slow: () => void = () => undefined;
  server.listRuns.mockImplementationOnce(
    () =>
      new Promise(done => {
        slow = () => done({ rows: [row(1)], total: 1, running: 0, seq: 1 });
      })
  );
  model.setQuery({ filter: 'slow' });
  model.setQuery({ filter: 'fast' });
  await pass();
  slow();
  await pass();
  expect(model.shown.filter).toBe('fast');
  expect(model.total).toBe(3);
});

it('asks a server that is away again, and shows what it knew meanwhile', async () => {
  const { server, model } = await shown();
  server.listRuns.mockRejectedValueOnce(new ApiError('offline', 'away', 0));
  server.change({ reset: true });
  await pass();
  expect(model.error?.code).toBe('offline');
  expect(model.row(0)?.number).toBe(3);
  server.total = 5;
  await pass(1500);
  expect(model.error).toBeNull();
  expect(model.total).toBe(5);
});

it('gives the ids of a range that was never in sight', async () => {
  const { model } = await shown(300);
  const ids = await model.ids(90, 210);
  expect(ids).toHaveLength(121);
  expect(ids[0]).toBe('id210');
  expect(ids[120]).toBe('id90');
});

it('is silent after its end', async () => {
  const { server, model } = await shown();
  server.listRuns.mockClear();
  model.dispose();
  server.change({ reset: true });
  await pass(1000);
  expect(server.listRuns).not.toHaveBeenCalled();
});
