import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import type { IMonitorPageContext } from '../../../src/monitors/page/context';
import { Grid } from '../../../src/monitors/page/grid';
import { MonitorPageModel } from '../../../src/monitors/page/model';
import { FakeSettings, settled } from '../fakes';
import { check, column, details, fakeMonitors, trans } from './scene';

beforeAll(() => {
  // jsdom lays nothing out: the strip is given a size.
  for (const [name, value] of [
    ['clientWidth', 900],
    ['clientHeight', 300]
  ] as const) {
    Object.defineProperty(HTMLElement.prototype, name, {
      configurable: true,
      value
    });
  }
  globalThis.ResizeObserver = class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  };
});

afterEach(cleanup);

async function grid(checks = 5) {
  const { api } = fakeMonitors({
    get: async () =>
      details(
        Array.from({ length: checks }, (_, at) =>
          check(at + 1, [
            column('age', at === 3),
            column('city', null),
            column('tenure', null, { state: 'missing column' }),
            column('', false)
          ])
        )
      )
  });
  const model = new MonitorPageModel(api, 'churn', {}, 0);
  model.active = true;
  await settled();
  const context = {
    api,
    model,
    trans,
    settings: new FakeSettings()
  } as unknown as IMonitorPageContext;
  const drawn = render(<Grid context={context} />);
  model.changed.connect(() => drawn.rerender(<Grid context={context} />));
  return { model, node: screen.getByRole('grid'), ...drawn };
}

const name = (node: HTMLElement) => node.getAttribute('aria-label');

it('says each cell in words, and shows it by more than colour', async () => {
  await grid();
  const cells = screen.getAllByRole('gridcell');
  expect(name(cells[3])).toBe('age, 2026-03-04: drift. `age` moved.');
  expect(cells[3].dataset.verdict).toBe('drift');
  expect(cells[3].querySelector('path')).not.toBeNull();
  expect(cells[0].querySelector('circle')).not.toBeNull();
  expect(cells[5].dataset.verdict).toBe('cannot tell');
  expect(cells[10].dataset.verdict).toBe('broken');
  expect(screen.getByText('columns together')).toBeTruthy();
});

it('draws what is in sight only', async () => {
  const { node } = await grid(400);
  expect(node.getAttribute('aria-colcount')).toBe('401');
  expect(screen.getAllByRole('gridcell').length).toBeLessThan(4 * 60);
});

it('moves by arrow keys, and opens by Enter', async () => {
  const { model, node } = await grid();
  // It begins at the newest check.
  const active = () =>
    document.getElementById(node.getAttribute('aria-activedescendant')!)!;
  expect(name(active())).toMatch(/^2026-03-05: no drift/);
  fireEvent.keyDown(node, { key: 'ArrowDown' });
  fireEvent.keyDown(node, { key: 'ArrowLeft' });
  expect(name(active())).toMatch(/^age, 2026-03-04/);
  fireEvent.keyDown(node, { key: 'Enter' });
  expect(model.view).toMatchObject({ column: 'age', check: 'c4' });
  // The relations of the columns have no page: the check says what is known.
  fireEvent.keyDown(node, { key: 'End', ctrlKey: true });
  fireEvent.keyDown(node, { key: 'Enter' });
  expect(model.view).toMatchObject({ column: null, check: 'c5' });
});

it('chooses a period by Shift and arrow keys, and lets go of it by Escape', async () => {
  const { model, node } = await grid();
  fireEvent.keyDown(node, { key: 'ArrowLeft', shiftKey: true });
  fireEvent.keyDown(node, { key: 'ArrowLeft', shiftKey: true });
  expect(model.period).toEqual({ first: 'c5', last: 'c3' });
  expect(
    screen
      .getAllByRole('gridcell')
      .slice(0, 5)
      .map(cell => cell.getAttribute('aria-selected'))
  ).toEqual(['false', 'false', 'true', 'true', 'true']);
  fireEvent.keyDown(node, { key: 'ArrowRight', shiftKey: true });
  expect(model.period).toEqual({ first: 'c5', last: 'c4' });
  fireEvent.keyDown(node, { key: 'Escape' });
  expect(model.period).toBeNull();
});
