import { cleanup, fireEvent, render } from '@testing-library/react';
import React from 'react';
import { CommandIDs } from '../../../../src/commands';
import { Header } from '../../../../src/runs/details/header';
import { DetailsModel } from '../../../../src/runs/details/model';
import { details, FakeApi, run, settled } from '../../fakes';
import { layBrowser, pageContext } from './page';

beforeEach(() => void layBrowser());
afterEach(cleanup);

const part = run({
  id: 'part3',
  name: 'C=10',
  parent: 'id12',
  place: 3,
  duration: 90
});

it("a candidate's page leads up to its search, and changes nothing", () => {
  const { context, executed } = pageContext();
  const { container, getByRole, queryByRole } = render(
    <Header details={details(part, { parent: 12 })} context={context} />
  );
  expect(container.querySelector('h1')!.textContent).toBe('Candidate 3C=10');
  expect(container.textContent).toContain('Duration1 min 30 s');
  expect(queryByRole('button', { name: 'Delete' })).toBeNull();
  expect(queryByRole('button', { name: 'C=10' })).toBeNull();
  fireEvent.click(getByRole('button', { name: 'run 12' }));
  expect(executed).toEqual([[CommandIDs.openRun, { run: '12' }]]);
});

it("any other run's page has no way up", () => {
  const { context } = pageContext();
  const { container, getByRole } = render(
    <Header details={details()} context={context} />
  );
  expect(container.textContent).not.toContain('Part of');
  getByRole('button', { name: 'Delete' });
});

it('the number of a search does not mean its candidate', async () => {
  const server = new FakeApi();
  server.getRun.mockResolvedValueOnce(details(part, { parent: 12 }));
  const model = new DetailsModel(server.api, 'part3');
  await model.refresh();
  expect(model.is('12')).toBe(false);
  expect(model.is('part3')).toBe(true);
  server.getRun.mockResolvedValueOnce(details());
  const other = new DetailsModel(server.api, 'id12');
  await other.refresh();
  await settled();
  expect(other.is('12')).toBe(true);
});
