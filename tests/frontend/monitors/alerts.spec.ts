import { ApiError } from '../../../src/api/error';
import type { Alert } from '../../../src/api/types';
import { AlertsModel } from '../../../src/monitors/alerts/model';
import { OpenAlerts } from '../../../src/monitors/alertsModel';
import { settled } from '../fakes';
import { alert, fakeMonitors } from './scene';

const page = (alerts: Alert[]) => ({
  alerts,
  total: alerts.length,
  open: alerts.length
});

describe('the open alerts', () => {
  it('tell of what is raised once, and not of what was there before', async () => {
    let open = [alert('old')];
    const { api, change } = fakeMonitors({
      listAlerts: async () => page(open)
    });
    const model = new OpenAlerts(api, 0);
    const told: string[][] = [];
    model.raised.connect((_, raised) => told.push(raised.map(one => one.id)));
    const changed = async () => {
      change({ monitors: ['m1'] });
      await new Promise(done => setTimeout(done, 0));
      await settled();
    };
    await settled();
    expect(model.open).toBe(1);
    expect(told).toEqual([]);

    open = [alert('new'), alert('other'), ...open];
    await changed();
    await changed();
    expect(told).toEqual([['new', 'other']]);

    // One that was out of the answer is no news when it is back.
    open = [];
    await changed();
    open = [alert('new')];
    await changed();
    expect(told).toHaveLength(1);
    model.dispose();
  });

  it('do not tell of what somebody took on already', async () => {
    let open: Alert[] = [];
    const { api, change } = fakeMonitors({
      listAlerts: async () => page(open)
    });
    const model = new OpenAlerts(api, 0);
    const told = jest.fn();
    model.raised.connect(told);
    await settled();
    open = [
      alert('a', { acknowledged: 'bob' }),
      alert('b', { snoozed_until: Date.now() / 1000 + 60 })
    ];
    change({ monitors: ['m1'] });
    await new Promise(done => setTimeout(done, 0));
    await settled();
    expect(model.open).toBe(2);
    expect(told).not.toHaveBeenCalled();
    model.dispose();
  });

  it('ask for nothing when only runs changed', async () => {
    const listAlerts = jest.fn(async () => page([]));
    const { api, change } = fakeMonitors({ listAlerts });
    const model = new OpenAlerts(api, 0);
    await settled();
    change({ runs: ['id1'] });
    await new Promise(done => setTimeout(done, 0));
    expect(listAlerts).toHaveBeenCalledTimes(1);
    model.dispose();
  });
});

describe('the inbox', () => {
  it('keeps what is read in its place, also when it is resolved', async () => {
    let open = [alert('a'), alert('b')];
    const { api, change } = fakeMonitors({
      listAlerts: async () => page(open),
      getAlert: async id => ({
        alert: alert(id, { status: 'resolved' }),
        deliveries: []
      })
    });
    const model = new AlertsModel(api, 0);
    model.active = true;
    await settled();
    // The newest first, with one that is new; `a` is resolved.
    open = [alert('c'), alert('b')];
    change({ monitors: ['m1'] });
    await new Promise(done => setTimeout(done, 0));
    await settled();
    expect(model.alerts.map(one => [one.id, one.status])).toEqual([
      ['a', 'resolved'],
      ['b', 'raised'],
      ['c', 'raised']
    ]);
    model.choose('open');
    await settled();
    expect(model.alerts.map(one => one.id)).toEqual(['c', 'b']);
    model.dispose();
  });

  it('forgets an alert whose monitor was deleted', async () => {
    let open = [alert('a')];
    const { api, change } = fakeMonitors({
      listAlerts: async () => page(open),
      getAlert: () => Promise.reject(new ApiError('not_found', 'gone', 404))
    });
    const model = new AlertsModel(api, 0);
    model.active = true;
    await settled();
    open = [];
    change({ monitors: ['m1'] });
    await new Promise(done => setTimeout(done, 0));
    await settled();
    expect(model.alerts).toEqual([]);
    expect(model.error).toBeNull();
    model.dispose();
  });
});
