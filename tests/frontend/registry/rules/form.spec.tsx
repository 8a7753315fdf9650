import {
  cleanup,
  fireEvent,
  render,
  screen,
  waitFor,
  within
} from '@testing-library/react';
import React from 'react';
import type { RulesBody } from '../../../../src/api/types';
import { RulesForm } from '../../../../src/registry/rules/form';
import { rulesWords } from '../../../../src/registry/rules/words';
import { event, rule, trans } from '../scene';

afterEach(cleanup);

const rules = [rule('staging'), rule('production', { most: 1 })];

function form(
  onSave = jest.fn<Promise<void>, [RulesBody]>(async () => undefined)
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
    jest.fn<Promise<void>, [RulesBody]>(async () => {
      throw new Error('protected');
    })
  );
  type('Most versions in it', '3');
  fireEvent.click(save);
  await waitFor(() => expect(onSave).toHaveBeenCalled());
  await waitFor(() => expect(save).toHaveProperty('disabled', false));
  expect(screen.getByDisplayValue('3')).toBeTruthy();
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
