import { ApiError } from '../../../src/api/error';
import type { Monitor, MonitorDetails } from '../../../src/api/types';
import type { IRange } from '../../../src/tokens';
import { MonitorPageModel } from '../../../src/monitors/page/model';
import { settled } from '../fakes';
import { check, column, details, fakeMonitors } from './scene';

const DAY = 86400;

async function opened(checks = [1, 2, 3, 4].map(day => check(day))) {
  let answer = details(checks);
  let fault: ApiError | null = null;
  const get = jest.fn<Promise<MonitorDetails>, [string, IRange?]>(async () => {
    if (fault) {
      throw fault;
    }
    return answer;
  });
  const { api, change } = fakeMonitors({ get });
  const model = new MonitorPageModel(api, 'churn', {}, 0);
  model.active = true;
  await settled();
  const changed = async () => {
    change({ monitors: ['m1'] });
    await new Promise(done => setTimeout(done, 0));
    await settled();
  };
  return {
    model,
    get,
    answers: async (next: typeof answer) => {
      answer = next;
      await changed();
    },
    fails: async (next: ApiError) => {
      fault = next;
      await changed();
    }
  };
}

it('asks by id once the name is known, and follows a new name', async () => {
  const { model, get, answers } = await opened();
  expect(get.mock.calls[0][0]).toBe('churn');
  expect(model.is('m1')).toBe(true);
  const next = details([check(1)]);
  next.row.monitor.name = 'leavers';
  await answers(next);
  expect(get.mock.calls[1][0]).toBe('m1');
  expect(model.name).toBe('leavers');
  expect(model.is('churn')).toBe(true);
});

it('asks for checks again only when one was made', async () => {
  const { model, get, answers } = await opened();
  const before = model.checks;
  const next = details([], { total_checks: 4, made: 1004 });
  next.row.monitor.lease = { doing: 'reading' } as Monitor['lease'];
  await answers(next);
  expect(get.mock.lastCall?.[1]?.since).toBeGreaterThan(4e9);
  expect(model.details?.row.monitor.lease?.doing).toBe('reading');
  expect(model.checks).toBe(before);
  const calls = get.mock.calls.length;
  await answers(details([check(1), check(2, [], { made: 2000 })]));
  expect(get.mock.calls.slice(calls).map(call => call[1]?.since)).toEqual([
    expect.any(Number),
    null
  ]);
  expect(model.checks).toHaveLength(2);
});

it('keeps the columns in their places when others drift more', async () => {
  const { model, answers } = await opened([
    check(1, [column('age'), column('city')])
  ]);
  expect(model.columns).toEqual(['age', 'city']);
  const later = check(2, [column('age'), column('city', true), column('new')]);
  await answers(
    details([check(1), later], { columns: ['city', 'new', 'age'] })
  );
  expect(model.columns).toEqual(['age', 'city', 'new']);
});

it('goes on showing the check that was opened when a newer one comes', async () => {
  const { model, answers } = await opened();
  model.open('age', null);
  expect(model.view).toMatchObject({ column: 'age', check: 'c4' });
  const stamp = model.stamp;
  await answers(details([1, 2, 3, 4, 5].map(day => check(day))));
  expect(model.view.check).toBe('c4');
  expect(model.stamp).not.toBe(stamp);
});

it('narrows to a period, and back to everything', async () => {
  const { model, get } = await opened();
  model.brush({ first: 'c3', last: 'c2' });
  expect(model.checksOf(model.period!).map(one => one.id)).toEqual([
    'c2',
    'c3'
  ]);
  model.zoom();
  await settled();
  expect(get.mock.lastCall?.[1]).toEqual({ since: 2 * DAY, until: 4 * DAY });
  expect(model.period).toBeNull();
  model.look({ since: null, until: null });
  await settled();
  expect(get.mock.lastCall?.[1]).toEqual({ since: null, until: null });
});

it('compares with a period that is chosen in the strip', async () => {
  const { model } = await opened();
  model.open('age', 'c1');
  model.brush({ first: 'c3', last: 'c4' });
  model.choose();
  model.brush({ first: 'c1', last: 'c1' });
  model.brush({ first: 'c1', last: 'c2' });
  // Not before it is let go of.
  expect(model.choosing).toBe(true);
  model.chosen();
  expect(model.choosing).toBe(false);
  expect(model.period).toEqual({ first: 'c3', last: 'c4' });
  expect(model.other).toEqual({ first: 'c1', last: 'c2' });
  expect(model.view.column).toBeNull();
  model.open('age', 'c1');
  expect(model.other).toBeNull();
});

it('greets each arrival once', async () => {
  const { model } = await opened();
  model.look({ check: 'c1' });
  expect(model.arrivals).toBe(0);
  model.arrive({ check: 'c2', column: 'age' });
  expect(model.greet(model.arrivals)).toBe(true);
  expect(model.greet(model.arrivals)).toBe(false);
});

it('says that the monitor was deleted, and keeps what was read', async () => {
  const { model, fails } = await opened();
  await fails(new ApiError('not_found', 'There is no monitor.', 404));
  expect(model.gone).toBe(true);
  expect(model.error).toBeNull();
  expect(model.checks).toHaveLength(4);
});
