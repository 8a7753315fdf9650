import { Dialog } from '@jupyterlab/apputils';
import {
  act,
  cleanup,
  fireEvent,
  render,
  screen,
  waitFor
} from '@testing-library/react';
import React from 'react';
import { ApiError } from '../../../src/api/error';
import type {
  SavedModel,
  Verification,
  VerificationJob
} from '../../../src/api/types';
import { Followed } from '../../../src/components/followed';
import { VerifyModel } from '../../../src/components/verify/model';
import { mayLoad } from '../../../src/components/verify/trust';
import { Verify } from '../../../src/components/verify/view';
import { fakeRegistry, settled, trans } from '../registry/scene';

class Page extends Followed {
  protected override async ask(): Promise<void> {}
  protected override concerns(): boolean {
    return false;
  }
}

const job = (more: Partial<VerificationJob> = {}): VerificationJob => ({
  id: 'j1',
  reference: 'runs/12/clf',
  user: 'ada',
  started: 1000,
  status: 'running',
  said: [],
  found: [],
  problem: null,
  ...more
});

const found = (more: Partial<Verification> = {}): Verification => ({
  model: 'models/clf',
  digest: 'd',
  verdict: 'same',
  reason: 'all 4 predictions are the same',
  where: 'rebuilt',
  time: 1000,
  duration: 3,
  tolerance: 1e-5,
  python: '3.11.2',
  outputs: [],
  versions: [],
  user: 'ada',
  ...more
});

const saved = (more: Partial<SavedModel> = {}): SavedModel => ({
  path: 'models/clf',
  type: 'sklearn.svm.SVC',
  flavor: 'sklearn',
  format: 'skops',
  safe: true,
  digest: 'd',
  size: 10,
  signature: null,
  example: true,
  reference: null,
  created: 1,
  ...more
});

function server(states: VerificationJob[] = []) {
  const registry = {
    me: jest.fn(async () => ({ name: 'ada', groups: [], waiting: 0 })),
    listVerifications: jest.fn(async (): Promise<VerificationJob[]> => []),
    verify: jest.fn(async () => job()),
    getVerification: jest.fn(async () => states.shift() ?? job()),
    cancelVerification: jest.fn(async () => job({ status: 'cancelled' }))
  };
  return { registry, ...fakeRegistry(registry) };
}

function show(
  scene: ReturnType<typeof server>,
  past: Verification[] = [],
  of = saved()
) {
  const page = new Page(scene.api);
  page.active = true;
  return render(
    <Verify
      reference="runs/12/clf"
      saved={of}
      found={past}
      page={page}
      api={scene.api}
      trans={trans}
    />
  );
}

afterEach(() => {
  cleanup();
  document.querySelectorAll('.jp-Dialog').forEach(node => node.remove());
});

it('a verification is begun, followed and told', async () => {
  const done = job({ status: 'done', found: [found()] });
  const scene = server([job({ said: ['installing 12 packages'] }), done]);
  const model = new VerifyModel(scene.api, 'runs/12/clf', 0);
  const ends: string[] = [];
  model.ended.connect((_, { status }) => ends.push(status));
  await model.start(true, false);
  expect(scene.registry.verify).toHaveBeenCalledWith({
    reference: 'runs/12/clf',
    here: true,
    trusted: false
  });
  expect(model.running && model.mine).toBe(true);
  await waitFor(() => expect(model.running).toBe(false));
  expect(model.job?.found).toHaveLength(1);
  expect(ends).toEqual(['done']);
  expect(scene.registry.getVerification).toHaveBeenCalledTimes(2);
  model.dispose();
});

it('one that somebody else began is followed, and is theirs to end', async () => {
  const scene = server([job({ user: 'bob', status: 'done' })]);
  scene.registry.listVerifications.mockResolvedValueOnce([
    job({ id: 'other', reference: 'churn/3' }),
    job({ user: 'bob' })
  ]);
  const model = new VerifyModel(scene.api, 'runs/12/clf', 0);
  await model.refresh();
  expect([model.running, model.mine]).toEqual([true, false]);
  await waitFor(() => expect(model.running).toBe(false));
  model.dispose();
});

it('a server that was restarted knows it no more, and one that is away goes on', async () => {
  const scene = server();
  scene.registry.getVerification
    .mockRejectedValueOnce(new ApiError('offline', 'away', 0))
    .mockRejectedValueOnce(new ApiError('not_found', 'It forgets them', 404));
  const model = new VerifyModel(scene.api, 'runs/12/clf', 0);
  await model.start(false, false);
  await waitFor(() => expect(model.running).toBe(false));
  expect(model.job?.status).toBe('failed');
  expect(model.job?.problem?.message).toBe('It forgets them');
  model.dispose();
});

it('what cannot be begun leaves the button', async () => {
  const scene = server();
  scene.registry.verify.mockRejectedValueOnce(
    new ApiError('conflict', '2 go on already', 409)
  );
  const model = new VerifyModel(scene.api, 'runs/12/clf', 0);
  await expect(model.start(true, false)).rejects.toThrow('2 go on already');
  expect(model.running).toBe(false);
  model.dispose();
});

it('verdicts are shapes and words, with who, where and by how much', async () => {
  const past = [
    found({ verdict: 'close', reason: '1 of 4 values differs', user: 'bob' }),
    found({ verdict: 'different', digest: 'old', where: 'here' }),
    found({ verdict: 'failed' })
  ];
  show(server(), past);
  const rows = await screen.findAllByRole('listitem');
  expect(rows.map(row => row.textContent!.slice(0, 3))).toEqual([
    '≈ c',
    '≠ d',
    '✖ f'
  ]);
  expect(rows[0].textContent).toContain('1 of 4 values differs');
  expect(rows[0].textContent).toContain('bob');
  expect(rows[1].textContent).toContain('Its files were others then.');
  expect(rows[1].textContent).toContain('in the environment that asked');
});

it('a model without an example cannot be verified, and says why', async () => {
  show(server(), [], saved({ example: false }));
  const button = screen.getByRole('button', { name: 'Verify' });
  expect(button).toHaveProperty('disabled', true);
  expect(button.title).toContain('log_model');
  await settled();
});

it('progress appears after a moment, and can be cancelled', async () => {
  const scene = server();
  scene.registry.listVerifications.mockResolvedValueOnce([
    job({ said: ['making the environment'] })
  ]);
  show(scene);
  await act(() => settled());
  expect(screen.queryByRole('status')).toBeNull();
  const says = await screen.findByRole('status');
  expect(says.textContent).toBe('making the environment');
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  await screen.findByText('Cancelled. Nothing was changed.');
  expect(scene.registry.cancelVerification).toHaveBeenCalledWith('j1');
});

it('trust in a pickle is asked for once, and not for what is safe', async () => {
  expect(await mayLoad(saved(), trans)).toBe(true);
  const pickle = saved({ safe: false, format: 'cloudpickle', digest: 'p' });
  const press = async (kind: string) => {
    await waitFor(() =>
      expect(
        document.querySelector(`.jp-Dialog .jp-mod-${kind}`)
      ).not.toBeNull()
    );
    document
      .querySelector<HTMLButtonElement>(`.jp-Dialog .jp-mod-${kind}`)!
      .click();
  };
  const no = mayLoad(pickle, trans);
  await press('reject');
  expect(await no).toBe(false);
  const yes = mayLoad(pickle, trans);
  await press('warn');
  expect(await yes).toBe(true);
  expect(await mayLoad(pickle, trans)).toBe(true);
  expect(Dialog.tracker.size).toBe(0);
});
