import {
  cleanup,
  fireEvent,
  render,
  screen,
  waitFor,
  within
} from '@testing-library/react';
import React from 'react';
import { Dialog, Notification, showDialog } from '@jupyterlab/apputils';
import { ApiError } from '../../../../src/api/error';
import type { Rules, RulesBody } from '../../../../src/api/types';
import { RulesForm } from '../../../../src/registry/rules/form';
import { rulesWords } from '../../../../src/registry/rules/words';
import { event, rule, trans } from '../scene';

jest.mock('@jupyterlab/apputils', () => ({
  ...jest.requireActual('@jupyterlab/apputils'),
  showDialog: jest.fn()
}));

afterEach(cleanup);

const rules = [rule('staging'), rule('production', { most: 1 })];

function form(
  onSave = jest.fn<Promise<Rules>, [RulesBody]>(async ({ rules }) => ({
    rules,
    warnings: []
  }))
) {
  render(
    <RulesForm
      rules={rules}
      label={trans.__('Rules')}
      onSave={onSave}
      trans={trans}
    />
  );
  const production = within(screen.getByRole('group', { name: 'production' }));
  const save = screen.getByRole('button', { name: 'Save rules' });
  const type = (label: string, value: string) =>
    fireEvent.change(production.getByLabelText(label), { target: { value } });
  return { onSave, production, save, type };
}

it('rules are changed with a reason, and saved together', async () => {
  const { onSave, production, save, type } = form();
  expect(save).toHaveProperty('disabled', true);
  expect(screen.queryByLabelText('Why')).toBeNull();
  fireEvent.click(production.getByLabelText(/^Protected/));
  type('Reviewers', 'bob, carol');
  type('Approvals needed', '2');
  fireEvent.change(screen.getByLabelText('Why'), {
    target: { value: ' audit ' }
  });
  fireEvent.click(save);
  await waitFor(() => expect(save).toHaveProperty('disabled', true));
  expect(onSave).toHaveBeenCalledWith({
    reason: 'audit',
    seen: rules,
    rules: [
      rule('staging'),
      rule('production', {
        most: 1,
        protected: true,
        reviewers: ['bob', 'carol'],
        approvals: 2
      })
    ]
  });
});

it.each([
  ['Most versions in it', '0', 'A whole number'],
  ['Most versions in it', 'many', 'A whole number'],
  ['Approvals needed', '1.5', 'A whole number'],
  ['Approvals needed', '3', 'Only 1 reviewer is named'],
  ['Reviewers', 'bob, bob', 'bob is named twice']
])('%s: %s is refused where it stands', (label, value, says) => {
  const { onSave, production, save, type } = form();
  fireEvent.click(production.getByLabelText(/^Protected/));
  type('Reviewers', 'bob');
  type(label, value);
  expect(production.getByRole('alert').textContent).toContain(says);
  const field = production.getByLabelText(label);
  expect(field.getAttribute('aria-invalid')).toBe('true');
  expect(save).toHaveProperty('disabled', true);
  fireEvent.submit(field.closest('form')!);
  expect(onSave).not.toHaveBeenCalled();
});

it('a refusal of the server leaves what was typed', async () => {
  const { onSave, save, type } = form(
    jest.fn<Promise<Rules>, [RulesBody]>(async () => {
      throw new Error('protected');
    })
  );
  type('Most versions in it', '3');
  fireEvent.click(save);
  await waitFor(() => expect(onSave).toHaveBeenCalled());
  await waitFor(() => expect(save).toHaveProperty('disabled', false));
  expect(screen.getByDisplayValue('3')).toBeTruthy();
});

describe('a reviewer whom nobody knows', () => {
  const refused = new ApiError('unknown_person', 'Nobody called bbo', 400, {
    code: 'unknown_person',
    message: 'Nobody called bbo',
    people: ['bbo'],
    groups: ['leads'],
    near: ['bob']
  });
  const answering = (accept: boolean) =>
    (showDialog as jest.Mock).mockReset().mockResolvedValue({
      button: accept ? Dialog.warnButton() : Dialog.cancelButton()
    });
  const saving = () =>
    form(
      jest
        .fn<Promise<Rules>, [RulesBody]>()
        .mockRejectedValueOnce(refused)
        .mockResolvedValue({ rules, warnings: ['Only bbo may approve.'] })
    );

  it('is added in a second step, by name', async () => {
    answering(true);
    const warned = jest.spyOn(Notification, 'warning');
    const { onSave, production, save, type } = saving();
    fireEvent.click(production.getByLabelText(/^Protected/));
    type('Reviewers', 'bbo');
    fireEvent.click(save);
    await waitFor(() => expect(onSave).toHaveBeenCalledTimes(2));
    const { body } = (showDialog as jest.Mock).mock.calls[0][0];
    expect(body).toContain('bbo, the group leads have not been here yet.');
    expect(body).toContain('Did you mean bob?');
    expect(onSave.mock.calls[0][0].add_people).toBeUndefined();
    expect(onSave.mock.calls[1][0]).toMatchObject({
      add_people: ['bbo'],
      add_groups: ['leads'],
      seen: rules
    });
    await waitFor(() =>
      expect(warned).toHaveBeenCalledWith('Only bbo may approve.', {
        autoClose: false,
        actions: []
      })
    );
    expect(save).toHaveProperty('disabled', true);
  });

  it('is typed again where it was a slip', async () => {
    answering(false);
    const { onSave, production, save, type } = saving();
    fireEvent.click(production.getByLabelText(/^Protected/));
    type('Reviewers', 'bbo');
    fireEvent.click(save);
    await waitFor(() => expect(showDialog).toHaveBeenCalled());
    await waitFor(() => expect(save).toHaveProperty('disabled', false));
    expect(onSave).toHaveBeenCalledTimes(1);
    expect(screen.getByDisplayValue('bbo')).toBeTruthy();
  });
});

it('what a change of rules set is told in words', () => {
  const strict = rule('production', {
    most: 1,
    protected: true,
    groups: ['leads'],
    approvals: 2
  });
  expect(
    rulesWords(event(1, 'rules set', { details: { rules: [strict] } }), trans)
  ).toBe(
    'production: at most 1 version; 2 approvals by the group leads; not by whoever asks'
  );
  const none = { details: { model: { rules: [] } } };
  expect(rulesWords(event(1, 'rules set', none), trans)).toBe(
    'no rules of its own any more'
  );
});
