import { InboxModel } from '../../../src/registry/inbox';
import { fakeRegistry, request, requestDetails, settled } from './scene';

it('tells of requests that begin to wait, not of those that waited before', async () => {
  let waiting = [requestDetails().row];
  const { api, change } = fakeRegistry({
    listWaiting: async () => ({
      requests: waiting,
      total: waiting.length,
      waiting: waiting.length
    })
  });
  const inbox = new InboxModel(api, 0);
  const arrived: string[] = [];
  inbox.arrived.connect((_, row) => arrived.push(row.request.id));
  await settled();
  expect(inbox.requests).toHaveLength(1);
  expect(arrived).toEqual([]);

  waiting = [requestDetails(request({ id: 'r2' })).row, ...waiting];
  change({ models: ['churn'] });
  await settled();
  expect(arrived).toEqual(['r2']);

  waiting = [];
  change({ reset: true });
  await settled();
  expect(inbox.requests).toHaveLength(0);
  inbox.dispose();
});

it('asks for nothing when only runs changed', async () => {
  const listWaiting = jest.fn(async () => ({
    requests: [],
    total: 0,
    waiting: 0
  }));
  const { api, change } = fakeRegistry({ listWaiting });
  const inbox = new InboxModel(api, 0);
  await settled();
  change({ runs: ['id1'] });
  await settled();
  expect(listWaiting).toHaveBeenCalledTimes(1);
  inbox.dispose();
});
