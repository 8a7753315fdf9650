import { RegistryActs } from '../../../../src/registry/acts';
import {
  nameFrom,
  registerRun
} from '../../../../src/registry/register/register';
import type { IApi } from '../../../../src/tokens';
import { details as runDetails, run } from '../../fakes';
import {
  details,
  fakeCommands,
  fakeRegistry,
  rule,
  trans,
  version
} from '../scene';

function parts(protectedStage: boolean) {
  const registry = {
    register: jest.fn(async () => version(1)),
    getModel: jest.fn(async () =>
      details({
        rules: [rule('production', { protected: protectedStage })]
      })
    ),
    listVersions: jest.fn(async () => ({
      versions: [version(1)],
      total: 1,
      comments: {}
    })),
    setStage: jest.fn(async () => version(1)),
    openRequest: jest.fn()
  };
  const { api } = fakeRegistry(registry);
  const full = {
    ...api,
    getRun: jest.fn(async () => runDetails(run({ id: 'id12' }))),
    listRuns: jest.fn(async () => ({ rows: [{ id: 'id12' }] }))
  } as unknown as IApi;
  const { commands } = fakeCommands();
  const acts = new RegistryActs(full, commands, trans);
  return { registry, full, parts: { api: full, acts, commands, trans } };
}

it('registers without asking when the arguments say everything', async () => {
  const { registry, full, parts: all } = parts(false);
  await registerRun(all, '12', { model: 'churn', stage: 'production' });
  expect(full.getRun).toHaveBeenCalledWith('12');
  expect(registry.register).toHaveBeenCalledWith('churn', {
    run: 'id12',
    saved: null,
    description: ''
  });
  expect(registry.setStage).toHaveBeenCalledWith('churn', 1, {
    stage: 'production',
    reason: ''
  });
});

it('asks for a protected stage instead of moving there', async () => {
  const { registry, parts: all } = parts(true);
  await registerRun(all, null, {
    model: 'churn',
    stage: 'production',
    reason: 'better'
  });
  expect(registry.setStage).not.toHaveBeenCalled();
  expect(registry.openRequest).toHaveBeenCalledWith('churn', {
    version: 'churn/1',
    stage: 'production',
    reason: 'better'
  });
});

it('a name that is suggested can be stored', () => {
  expect(nameFrom('team/churn: v@2')).toBe('team-churn- v-2');
  expect(nameFrom('..')).toBe('');
});
