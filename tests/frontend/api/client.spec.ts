import { Event, ServerConnection } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';
import { ApiClient } from '../../../src/api/client';
import { ApiError, isAborted } from '../../../src/api/error';
import type { StoreChange } from '../../../src/api/types';
import { queryString } from '../../../src/api/wire';

const request = jest.spyOn(ServerConnection, 'makeRequest');

function client() {
  return new ApiClient({
    serverSettings: {
      baseUrl: 'http://host/base/'
    } as ServerConnection.ISettings,
    events: { stream: new Signal({}) } as unknown as Event.IManager
  });
}

function answers(body: unknown, status = 200): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  request.mockResolvedValueOnce(new Response(text, { status }));
}

async function fault(promise: Promise<unknown>): Promise<ApiError> {
  return promise.then(
    () => {
      throw new Error('no fault');
    },
    reason => reason
  );
}

beforeEach(() => request.mockReset());

describe('addresses', () => {
  it('lie below the base URL, with every item encoded', async () => {
    answers({ rows: [], total: 0, running: 0, seq: 1 });
    await client().listRuns({
      filter: 'metrics.a > 1 & x',
      columns: ['params.a,b', 'metrics.loss'],
      experiment: null,
      limit: 5
    });
    expect(request.mock.calls[0][0]).toBe(
      'http://host/base/mltrack/api/runs?filter=metrics.a%20%3E%201%20%26%20x&limit=5&columns=params.a%252Cb%2Cmetrics.loss'
    );
  });

  it('cannot be left by a name', async () => {
    answers({});
    await client().getRun('../../etc');
    expect(request.mock.calls[0][0]).toBe(
      'http://host/base/mltrack/api/runs/..%2F..%2Fetc'
    );
  });

  it("of a run's candidates and of what they have name it", async () => {
    const api = client();
    answers({ rows: [], total: 0, running: 0, seq: 1 });
    await api.listRuns({ parent: 'ab', limit: 50 });
    answers({ columns: [] });
    await api.listColumns({ parent: 'ab' });
    expect(request.mock.calls.map(([url]) => url)).toEqual([
      'http://host/base/mltrack/api/runs?parent=ab&limit=50',
      'http://host/base/mltrack/api/columns?parent=ab'
    ]);
  });

  it('of comments and verifications name what they are about', async () => {
    const { registry } = client();
    for (const body of [{ comments: [] }, { comments: [] }, {}, {}]) {
      answers(body);
    }
    await registry.comments({ run: 'ab' });
    await registry.deleteComment({ model: 'a/b', version: 3 }, 7);
    await registry.verify({ reference: 'a/b/3', here: true, trusted: false });
    await registry.cancelVerification('j1');
    expect(
      request.mock.calls.map(([url, init]) => [init.method ?? 'GET', url])
    ).toEqual([
      ['GET', 'http://host/base/mltrack/api/registry/runs/ab/comments'],
      [
        'DELETE',
        'http://host/base/mltrack/api/registry/models/a%2Fb/versions/3/comments/7'
      ],
      ['POST', 'http://host/base/mltrack/api/registry/verifications'],
      ['DELETE', 'http://host/base/mltrack/api/registry/verifications/j1']
    ]);
  });

  it('write truth as a digit and leave out what is not there', () => {
    expect(queryString({ a: true, b: false, c: null, d: '' })).toBe('?a=1&b=0');
    expect(queryString({})).toBe('');
  });
});

describe('files', () => {
  it('come as they are', async () => {
    request.mockResolvedValueOnce(new Response(new Uint8Array([137, 80, 0])));
    const bytes = await client().readFile('ab', 'figures/a b.png');
    expect([...new Uint8Array(bytes)]).toEqual([137, 80, 0]);
    expect(request.mock.calls[0][0]).toBe(
      'http://host/base/mltrack/api/runs/ab/files/figures/a%20b.png'
    );
  });

  it('that are gone are a fault', async () => {
    answers({ code: 'not_found', message: 'No such file.' }, 404);
    const error = await fault(client().readFile('ab', 'x.png'));
    expect(error.message).toBe('No such file.');
  });
});

describe('faults', () => {
  it("carry the server's code and sentence", async () => {
    answers({ code: 'bad_filter', message: 'Close the bracket.' }, 400);
    const error = await fault(client().listRuns({ filter: '(' }));
    expect(error).toMatchObject({
      code: 'bad_filter',
      message: 'Close the bracket.',
      status: 400
    });
  });

  it.each([
    ['<html>404</html>', 404],
    ['<html>login</html>', 200]
  ])('of a server without our half: %p, %p', async (body, status) => {
    answers(body, status);
    const error = await fault(client().status());
    expect(error.serverMissing).toBe(true);
  });

  it('are not taken for a missing server where our half says 404', async () => {
    answers({ code: 'not_found', message: 'No such run.' }, 404);
    const error = await fault(client().getRun('x'));
    expect(error.serverMissing).toBe(false);
    expect(error.code).toBe('not_found');
  });

  it('of a server that does not answer', async () => {
    request.mockRejectedValueOnce(new TypeError('Failed to fetch'));
    expect((await fault(client().status())).code).toBe('offline');
  });

  it('are none where we gave up ourselves', async () => {
    const asking = new AbortController();
    request.mockImplementationOnce(async () => {
      asking.abort();
      throw new TypeError('Failed to fetch');
    });
    const reason = await fault(client().status({ signal: asking.signal }));
    expect(isAborted(reason)).toBe(true);
  });
});

describe('changes', () => {
  it('of our own are told at once', async () => {
    const api = client();
    const changes: StoreChange[] = [];
    api.changed.connect((_, change) => changes.push(change));
    answers({ runs: ['a'] });
    expect(await api.deleteRuns(['a', 'gone'])).toEqual(['a']);
    expect(changes).toMatchObject([{ runs: ['a'], reset: false }]);
  });

  it('that were missed make every view ask anew, once', async () => {
    const api = client();
    const changes: StoreChange[] = [];
    api.changed.connect((_, change) => changes.push(change));
    for (const seq of [5, 9, 9]) {
      answers({ version: '1', store: '', seq, problem: null });
    }
    await api.status();
    await api.catchUp();
    await api.catchUp();
    expect(changes).toMatchObject([{ reset: true }]);
  });
});
