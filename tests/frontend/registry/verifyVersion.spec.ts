import { Notification } from '@jupyterlab/apputils';
import type { VerificationJob } from '../../../src/api/types';
import { followAgain } from '../../../src/registry/verifyVersion';
import { fakeRegistry, trans } from './scene';

const job = (more: Partial<VerificationJob> = {}): VerificationJob => ({
  id: 'j1',
  reference: 'churn/1',
  user: 'ada',
  started: 1000,
  status: 'running',
  said: ['Resolved 30 packages in 855ms'],
  found: [],
  problem: null,
  ...more
});

function server(jobs: VerificationJob[], later: Partial<VerificationJob>) {
  const { api } = fakeRegistry({
    me: async () => ({ name: 'ada', groups: [], waiting: 0 }),
    listVerifications: async () => jobs,
    getVerification: async id => job({ id, ...later })
  });
  return api;
}

const shown = () => Notification.manager.notifications;
const until = async (done: () => boolean) => {
  for (let turn = 0; turn < 200 && !done(); turn++) {
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  expect(done()).toBe(true);
};

afterEach(() => Notification.dismiss());

it('what was begun before a reload is followed to its end, and what others began is not', async () => {
  const api = server(
    [
      job(),
      job({ id: 'j2', reference: 'wine/1', user: 'bob' }),
      job({ id: 'j3', reference: 'tea/1', status: 'done' })
    ],
    { status: 'cancelled' }
  );
  await followAgain(api, trans);
  expect(shown().map(one => one.message)).toEqual(['Verifying churn/1…']);
  expect(shown()[0].options.actions?.map(one => one.label)).toEqual(['Cancel']);
  await until(() => shown()[0].type === 'info');
  expect(shown()[0].message).toBe('Verifying churn/1: cancelled.');
});

it('a long reason can be read to its end', async () => {
  const message = `numpy 99.1.0 could not be installed. ${'Choose another version. '.repeat(9)}`;
  await followAgain(
    server([job()], { status: 'failed', problem: { code: 'x', message } }),
    trans
  );
  await until(() => shown()[0].type === 'error');
  const { autoClose, actions } = shown()[0].options;
  expect(autoClose).toBe(false);
  expect(actions?.map(one => one.label)).toEqual(['Show all']);
});
