import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import {
  act,
  cleanup,
  fireEvent,
  render,
  screen
} from '@testing-library/react';
import React from 'react';
import { Bell } from '../../../src/bell/bell';
import { BellButton } from '../../../src/bell/view';

const trans = nullTranslator.load('jupyter_mltrack');

afterEach(cleanup);

function source(words: string, count: number) {
  const changed = new Signal<object, void>({});
  const open = jest.fn();
  const ours = {
    changed,
    count: () => ours.now,
    words: () => words,
    open,
    now: count
  };
  return ours;
}

it('adds up what waits, and leads to the one thing that does', () => {
  const bell = new Bell();
  const requests = source('2 requests wait for you', 2);
  const alerts = source('3 open alerts', 3);
  bell.add(requests);
  bell.add(alerts);
  expect(bell.count).toBe(5);
  render(<BellButton bell={bell} trans={trans} />);
  const button = screen.getByRole('button');
  expect(button.textContent).toBe('5');
  expect(button.title).toBe('2 requests wait for you, 3 open alerts');
  expect(button.getAttribute('aria-haspopup')).toBe('menu');

  const told = jest.fn();
  bell.changed.connect(told);
  requests.now = 0;
  act(() => requests.changed.emit());
  expect(told).toHaveBeenCalledTimes(1);
  cleanup();
  render(<BellButton bell={bell} trans={trans} />);
  fireEvent.click(screen.getByRole('button'));
  expect(alerts.open).toHaveBeenCalled();
  expect(requests.open).not.toHaveBeenCalled();
});
