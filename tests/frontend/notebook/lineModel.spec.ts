import { ApiError } from '../../../src/api/error';
import { CellLineModel, readLine } from '../../../src/notebook/lineModel';
import { FakeApi, line, settled } from '../fakes';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

function model() {
  const server = new FakeApi();
  return { server, model: new CellLineModel(server.api, 100) };
}

describe('CellLineModel', () => {
  it('asks nothing of a run that has ended', async () => {
    const { server, model: ours } = model();
    ours.setLine(line());
    server.change({ runs: ['id12'] });
    jest.advanceTimersByTime(1000);
    await settled();
    expect(server.cellLine).not.toHaveBeenCalled();
    expect(ours.line?.number).toBe(12);
  });

  it('follows a run while it runs, and several changes at once with one request', async () => {
    const { server, model: ours } = model();
    const running = line({ status: 'running', ended: null });
    server.cellLine.mockResolvedValue({ ...running, step: 1 });
    ours.setLine(running);
    await settled();
    expect(ours.live).toBe(true);
    server.cellLine.mockResolvedValue({ ...running, step: 2 });
    server.change({ runs: ['other'] });
    server.change({ runs: ['id12'] });
    server.change({ runs: ['id12', 'other'] });
    jest.advanceTimersByTime(100);
    await settled();
    expect(server.cellLine).toHaveBeenCalledTimes(2);
    expect(ours.line?.step).toBe(2);
    server.cellLine.mockResolvedValue(line({ status: 'lost' }));
    server.change({ reset: true });
    jest.advanceTimersByTime(100);
    await settled();
    server.change({ runs: ['id12'] });
    jest.advanceTimersByTime(100);
    await settled();
    expect(server.cellLine).toHaveBeenCalledTimes(3);
    expect(ours.line?.status).toBe('lost');
    expect(ours.live).toBe(false);
  });

  it('tells the truth of a notebook that was saved while the run ran', async () => {
    const { server, model: ours } = model();
    server.cellLine.mockResolvedValue(line({ status: 'lost' }));
    ours.setLine(line({ status: 'running', ended: null }));
    await settled();
    expect(ours.line?.status).toBe('lost');
    ours.setLine(line({ status: 'running', ended: null }));
    expect(ours.line?.status).toBe('lost');
  });

  it('shows what the notebook says where the server does not answer', async () => {
    const { server, model: ours } = model();
    server.cellLine.mockRejectedValue(new ApiError('offline', 'no', 0));
    ours.setLine(line({ status: 'running', ended: null, step: 7 }));
    await settled();
    expect(ours.line?.step).toBe(7);
    expect(ours.live).toBe(false);
  });

  it('takes the last word of the kernel, not an answer that comes after it', async () => {
    const { server, model: ours } = model();
    const running = line({ status: 'running', ended: null });
    let answer: (value: typeof running) => void = () => undefined;
    server.cellLine.mockReturnValue(new Promise(done => (answer = done)));
    ours.setLine(running);
    ours.setLine(line({ status: 'finished', rank: 1, ranked: 2 }));
    answer(running);
    await settled();
    expect(ours.line).toMatchObject({ status: 'finished', rank: 1 });
  });

  it("keeps the kernel's warning when the store knows of none", async () => {
    const { server, model: ours } = model();
    server.cellLine.mockResolvedValue(line({ status: 'running', step: 3 }));
    ours.setLine(line({ status: 'running', warning: 'the disk is full' }));
    await settled();
    expect(ours.line).toMatchObject({ step: 3, warning: 'the disk is full' });
  });

  it('asks nothing after its end', async () => {
    const { server, model: ours } = model();
    ours.setLine(line({ status: 'running' }));
    await settled();
    server.change({ runs: ['id12'] });
    ours.dispose();
    jest.advanceTimersByTime(1000);
    server.change({ runs: ['id12'] });
    jest.advanceTimersByTime(1000);
    expect(server.cellLine).toHaveBeenCalledTimes(1);
  });
});

describe('readLine', () => {
  it('reads what the kernel writes', () => {
    const written = line({
      metrics: [
        { name: 'a', value: 1, delta: null, better: null, direction: 'max' },
        { name: 'b', value: 'NaN', delta: 2, better: true, direction: null }
      ],
      spark: [1, 'NaN', 2],
      repeats: {
        number: 17,
        metric: 'a',
        value: 'NaN',
        duration: 725.5,
        sampled: true
      }
    });
    expect(readLine(JSON.parse(JSON.stringify(written)))).toEqual(written);
  });

  it.each([[null], ['text'], [{}], [{ status: 'done' }], [[]]])(
    'does not take %p',
    data => {
      expect(readLine(data)).toBeNull();
    }
  );

  it('leaves out what is not of its form', () => {
    const read = readLine({
      status: 'running',
      run: 3,
      number: '12',
      metrics: [null, { name: 'a' }, { name: {}, value: 1 }, 'x'],
      changes: [1, 'lr', {}],
      spark: 'abc',
      repeats: { number: '17', metric: 'a' }
    });
    expect(read).toMatchObject({
      run: '',
      number: 0,
      metrics: [],
      changes: ['lr'],
      spark: [],
      repeats: null
    });
  });
});
