import {
  act,
  cleanup,
  fireEvent,
  render,
  screen
} from '@testing-library/react';
import React from 'react';
import type { ModelMoment } from '../../../../src/api/types';
import type { IModelPageContext } from '../../../../src/registry/page/context';
import { MomentModel } from '../../../../src/registry/page/momentModel';
import { momentWords, Timeline } from '../../../../src/registry/page/timeline';
import { event, fakeRegistry, settled, trans } from '../scene';

afterEach(cleanup);

const then = (
  time: number,
  stages: ModelMoment['stages'] = {}
): ModelMoment => ({
  model: 'churn',
  time,
  stages,
  aliases: {},
  versions: [],
  events: 1
});

it('a moment is said in words', () => {
  const words = (stages: ModelMoment['stages']) =>
    momentWords(then(0, stages), trans).replace(/^.*[AP]M: /, '');
  expect(words({})).toBe('no version was in production.');
  expect(words({ production: [3] })).toBe('version 3 was in production.');
  expect(words({ production: [1, 2], staging: [3] })).toBe(
    'versions 1, 2 were in production; version 3 was in staging.'
  );
});

it('the slider asks for the moments of the history, the newest first', async () => {
  const asked: number[] = [];
  const { api } = fakeRegistry({
    moment: async (_, time) => {
      asked.push(time);
      return then(time, time < 1003 ? {} : { production: [1] });
    }
  });
  const moment = new MomentModel(api);
  const events = [
    event(3, 'stage set', { version: 1, details: { stage: 'production' } }),
    event(2, 'version created', { version: 1 }),
    event(1, 'model created')
  ];
  const context = {
    model: { name: 'churn', events },
    moment,
    trans
  } as unknown as IModelPageContext;
  render(<Timeline context={context} />);
  await act(settled);
  const slider = screen.getByRole<HTMLInputElement>('slider');
  expect([asked, slider.value]).toEqual([[1003], '2']);
  expect(screen.getByRole('status').textContent).toContain(
    'version 1 was in production'
  );
  // Nobody moved it: it follows what comes.
  expect(moment.time).toBeNull();

  fireEvent.change(slider, { target: { value: '0' } });
  await act(settled);
  expect([moment.time, slider.value]).toEqual([1001, '0']);
  expect(slider.getAttribute('aria-valuetext')).toContain(
    'no version was in production'
  );
  fireEvent.click(screen.getByRole('button', { name: 'Now' }));
  await act(settled);
  expect([moment.time, slider.value]).toEqual([null, '2']);
});
