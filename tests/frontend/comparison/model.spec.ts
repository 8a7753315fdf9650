import { ApiError } from '../../../src/api/error';
import { ComparisonModel } from '../../../src/comparison/model';
import { comparison, FakeApi, settled } from '../fakes';

function compare(runs: string[]) {
  const server = new FakeApi();
  return { server, model: new ComparisonModel(server.api, runs) };
}

it('needs two runs', async () => {
  const { server, model } = compare(['a', 'a']);
  await model.refresh();
  expect(server.compare).not.toHaveBeenCalled();
  expect(model.comparison).toBeNull();
  model.add(['b']);
  await settled();
  expect(server.compare).toHaveBeenCalledTimes(1);
});

it('shows only differences until somebody asks for all', async () => {
  const { server, model } = compare(['a', 'b']);
  await model.refresh();
  expect(server.compare.mock.calls[0][1]).toBe(true);
  model.onlyDifferences = false;
  await settled();
  expect(server.compare.mock.calls[1][1]).toBe(false);
});

it('makes another run the baseline and keeps the order of the others', async () => {
  const { server, model } = compare(['a', 'b', 'c']);
  await model.refresh();
  model.setBaseline('c');
  await settled();
  expect(model.runs).toEqual(['c', 'a', 'b']);
  expect(server.compare).toHaveBeenLastCalledWith(
    ['c', 'a', 'b'],
    true,
    expect.anything()
  );
});

it('numbers become ids when the server answers', async () => {
  const { server, model } = compare(['1', '2']);
  server.compare.mockResolvedValueOnce(comparison(['idA', 'idB']));
  await model.refresh();
  expect(model.runs).toEqual(['idA', 'idB']);
  const [one, two] = model.comparison!.runs.map(run => String(run.number));
  expect(model.shows([two, one])).toBe(true);
  expect(model.shows(['idB', one])).toBe(true);
  expect(model.shows([one])).toBe(false);
  expect(model.shows(['idA', 'idC'])).toBe(false);
});

it('one run that is gone does not hide the others', async () => {
  const { server, model } = compare(['a', 'gone', 'c']);
  const fault = new ApiError('not_found', 'No such run.', 404);
  server.compare.mockRejectedValueOnce(fault);
  server.getRun.mockImplementation(async (run: string) => {
    if (run === 'gone') {
      throw fault;
    }
  });
  await model.refresh();
  expect(model.missing).toEqual(['gone']);
  expect(model.comparison?.runs.map(run => run.id)).toEqual(['a', 'c']);
  model.remove(['gone']);
  await settled();
  expect(model.missing).toEqual([]);
});

it('keeps what is shown when the server is away', async () => {
  const { server, model } = compare(['a', 'b']);
  await model.refresh();
  server.compare.mockRejectedValueOnce(new ApiError('offline', 'away', 0));
  await model.refresh();
  expect(model.error?.code).toBe('offline');
  expect(model.comparison).not.toBeNull();
});

it('follows its own runs and no others', async () => {
  jest.useFakeTimers();
  const { server, model } = compare(['a', 'b']);
  await model.refresh();
  server.change({ runs: ['x'] });
  await jest.advanceTimersByTimeAsync(2000);
  expect(server.compare).toHaveBeenCalledTimes(1);
  server.change({ runs: ['b'] });
  await jest.advanceTimersByTimeAsync(2000);
  expect(server.compare).toHaveBeenCalledTimes(2);
  jest.useRealTimers();
});
