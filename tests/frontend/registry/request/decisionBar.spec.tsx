import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import type { RequestDetails } from '../../../../src/api/types';
import { DecisionBar } from '../../../../src/registry/request/decisionBar';
import { RequestModel } from '../../../../src/registry/request/model';
import type { IRequestContext } from '../../../../src/registry/request/view';
import {
  fakeRegistry,
  request,
  requestDetails,
  settled,
  trans
} from '../scene';

afterEach(cleanup);

async function show(details: RequestDetails, me: string) {
  const decide = jest.fn(async () => details);
  const withdraw = jest.fn(async () => details);
  const { api } = fakeRegistry({
    getRequest: async () => details,
    me: async () => ({ name: me, groups: [], waiting: 0 }),
    decide,
    withdraw
  });
  const model = new RequestModel(api, 'r1', 0);
  await model.refresh();
  const context = { model, trans } as unknown as IRequestContext;
  render(<DecisionBar details={details} context={context} />);
  return { decide, withdraw };
}

const button = (name: string) =>
  screen.getByRole<HTMLButtonElement>('button', { name });

it('the author cannot approve, sees why, and can withdraw', async () => {
  const { withdraw } = await show(
    requestDetails(request(), { may_decide: false, why_not: 'ada asked.' }),
    'ada'
  );
  expect(button('Approve').disabled).toBe(true);
  expect(screen.getByRole('status').textContent).toContain(
    'somebody else has to approve it'
  );
  fireEvent.click(button('Withdraw'));
  await settled();
  expect(withdraw).toHaveBeenCalledWith('r1', '');
});

it('a stranger reads whose business it is', async () => {
  await show(
    requestDetails(request(), {
      may_decide: false,
      why_not: 'eve is no reviewer of production: that is up to bob.'
    }),
    'eve'
  );
  expect(screen.getByRole('status').textContent).toContain('up to bob');
  expect(screen.queryByRole('button', { name: 'Withdraw' })).toBeNull();
});

it('a rejection needs a reason, an approval does not', async () => {
  const { decide } = await show(requestDetails(), 'bob');
  expect(button('Reject').disabled).toBe(true);
  fireEvent.change(screen.getByRole('textbox'), {
    target: { value: ' too slow ' }
  });
  expect(button('Reject').disabled).toBe(false);
  fireEvent.click(button('Reject'));
  await settled();
  expect(decide).toHaveBeenCalledWith('r1', {
    kind: 'reject',
    text: 'too slow'
  });
});

it('a closed request can only be commented', async () => {
  await show(
    requestDetails(request({ status: 'approved' }), {
      may_decide: false,
      why_not: 'It is closed.'
    }),
    'ada'
  );
  expect(screen.getAllByRole('button').map(one => one.textContent)).toEqual([
    'Comment'
  ]);
});
