import { ApiError } from '../../../../src/api/error';
import { ModelPageModel } from '../../../../src/registry/page/model';
import type { IRegistryApi } from '../../../../src/tokens';
import {
  details,
  event,
  fakeRegistry,
  model,
  settled,
  version
} from '../scene';

function server(more: Partial<IRegistryApi> = {}) {
  const registry = {
    getModel: jest.fn(async (name: string) =>
      details({ model: model({ name }) })
    ),
    listVersions: jest.fn(async () => ({
      versions: [version(1)],
      total: 1,
      comments: {}
    })),
    history: jest.fn(async () => ({
      events: [event(1, 'model created')],
      total: 1
    })),
    me: jest.fn(async () => ({ name: 'ada', groups: [], waiting: 0 })),
    check: jest.fn(async () => ({
      problems: [],
      events: 1,
      head: 'h',
      unchecked: []
    })),
    card: jest.fn(async () => ({ markdown: '#', html: '', edited: false })),
    ...more
  };
  return { registry, ...fakeRegistry(registry) };
}

it('asks for what its tab shows, and for the rest when somebody goes there', async () => {
  const { api, registry } = server();
  const page = new ModelPageModel(api, 'churn', 'versions', 0);
  page.active = true;
  await settled();
  expect(page.details?.model.name).toBe('churn');
  expect(registry.check).not.toHaveBeenCalled();
  page.tab = 'history';
  await settled();
  expect(page.check?.events).toBe(1);
  expect(registry.card).not.toHaveBeenCalled();
  page.dispose();
});

it('follows changes of its model while it is seen', async () => {
  const { api, registry, change } = server();
  const page = new ModelPageModel(api, 'churn', 'versions', 0);
  page.active = true;
  await settled();
  change({ models: ['other'] });
  await settled();
  expect(registry.getModel).toHaveBeenCalledTimes(1);
  page.active = false;
  change({ models: ['churn'] });
  await settled();
  expect(registry.getModel).toHaveBeenCalledTimes(1);
  page.active = true;
  await settled();
  expect(registry.getModel).toHaveBeenCalledTimes(2);
  page.dispose();
});

const missing = new ApiError('not_found', 'There is no model.', 404);

it('follows its model to a name that somebody else gave it', async () => {
  const { api } = server({
    getModel: async name => {
      if (name === 'churn') {
        throw missing;
      }
      return details({ model: model({ name }) });
    },
    history: async () => ({
      events: [
        event(2, 'model renamed', { details: { model: { name: 'leavers' } } })
      ],
      total: 1
    })
  });
  const page = new ModelPageModel(api, 'churn', 'versions', 0);
  await page.refresh();
  expect(page.name).toBe('leavers');
  expect(page.error).toBeNull();
  page.dispose();
});

it('says that its model was deleted, and keeps the history', async () => {
  const { api } = server({
    getModel: async () => {
      throw missing;
    },
    history: async () => ({ events: [event(3, 'model deleted')], total: 1 })
  });
  const page = new ModelPageModel(api, 'churn', 'versions', 0);
  await page.refresh();
  expect(page.gone).toBe(true);
  expect(page.events).toHaveLength(1);
  page.dispose();
});
