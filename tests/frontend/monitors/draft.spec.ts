import { ApiError } from '../../../src/api/error';
import { bodyOf, editOf } from '../../../src/monitors/form/bodies';
import { draftOf, newDraft } from '../../../src/monitors/form/draft';
import { faultsOf } from '../../../src/monitors/form/faults';
import { FormModel } from '../../../src/monitors/form/model';
import type { IApi } from '../../../src/tokens';
import { settled } from '../fakes';
import { details, fakeMonitors, monitor, trans } from './scene';

it('writes what a person wrote', () => {
  const body = bodyOf({
    ...newDraft('churn@production'),
    name: ' churn ',
    source: { ...newDraft().source, path: ' data/*.csv ', query: 'SELECT 1' },
    by: 'time',
    column: 'time',
    late: '5',
    scores: [
      ['yes', 'p_yes'],
      ['', '']
    ],
    leftOut: 'id, ,row',
    every: '6',
    unit: 'hours',
    rate: '1',
    channels: 'team, me'
  });
  expect(body).toMatchObject({
    name: 'churn',
    model: 'churn@production',
    // What belongs to another kind of source is not sent.
    source: { kind: 'files', path: 'data/*.csv', query: '' },
    chunking: { by: 'time', column: 'time', patience: 300 },
    roles: { scores: { yes: 'p_yes' }, left_out: ['id', 'row'] },
    performance: { task: null, labels: null },
    policy: { rate: 0.01, persistence: 2 },
    every: 21600,
    channels: ['team', 'me'],
    reference: ''
  });
});

it('changes nothing by being opened and saved', () => {
  const before = monitor({
    schedule: { ...monitor().schedule, every: 5400, silence: 7200 },
    chunking: { ...monitor().chunking, patience: 90 },
    performance: { ...monitor().performance, worst: { accuracy: 0.9 } }
  });
  const edit = editOf(draftOf(before), before);
  // A schedule that is sent begins anew.
  expect(edit).not.toHaveProperty('every');
  expect(edit.policy).toEqual(before.policy);
  expect(edit.chunking).toEqual(before.chunking);
  expect(edit.roles).toEqual(before.roles);
  expect(edit.performance).toEqual(before.performance);
  expect(edit.source).toEqual(before.source);
});

it('sends a new rhythm', () => {
  const draft = { ...draftOf(monitor()), every: '', unit: 'days' as const };
  expect(editOf(draft, monitor()).every).toBe(0);
});

it('says what is wrong before the server does', () => {
  const fine = {
    ...newDraft(),
    name: 'churn',
    source: { ...newDraft().source, path: '*.csv' }
  };
  expect(faultsOf(fine, trans)).toEqual({});
  const wrong = faultsOf(
    {
      ...fine,
      name: ' ',
      source: { ...fine.source, path: '' },
      by: 'time',
      every: 'often',
      persistence: '1.5',
      rate: '0',
      worst: [['accuracy', 'high']],
      reference: 'file'
    },
    trans
  );
  expect(Object.keys(wrong).sort()).toEqual([
    'column',
    'every',
    'name',
    'path',
    'persistence',
    'rate',
    'source',
    'worst'
  ]);
});

it('keeps what was written when the server refuses it', async () => {
  const { api } = fakeMonitors({
    get: async () => details([]),
    edit: () => Promise.reject(new ApiError('conflict', 'Taken.', 409))
  });
  (api as { registry: unknown }).registry = {
    listModels: async () => ({
      rows: [
        { name: 'churn', newest: { version: 2 }, production: [1], staging: [] }
      ],
      total: 1
    })
  } as unknown as IApi['registry'];
  const model = new FormModel(api, 'churn', '', 0);
  model.active = true;
  await settled();
  expect(model.versions).toEqual(['churn@production', 'churn/2', 'churn/1']);
  model.set({ name: 'leavers' });
  expect(await model.send()).toBeNull();
  expect(model.refused?.message).toBe('Taken.');
  expect(model.draft.name).toBe('leavers');
  expect(model.sending).toBe(false);
  model.set({ name: 'gone' });
  expect(model.refused).toBeNull();
});
