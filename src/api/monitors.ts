import type { IMonitorsApi } from '../monitorTokens';
import type { Requests } from './requests';
import type { AlertDetails, Monitor, StoreChange } from './types';

/**
 * Make the calls of monitors and alerts; their types are those of `IMonitorsApi`.
 *
 * @param tell Says what we changed, before the server's event does.
 */
export function monitorCalls(
  requests: Requests,
  tell: (change: Partial<StoreChange>) => void
): IMonitorsApi {
  const done = async (answer: Promise<Monitor>): Promise<Monitor> => {
    const monitor = await answer;
    tell({ monitors: [monitor.id] });
    return monitor;
  };
  return {
    list: (query, options) => requests.get('monitors', { ...query }, options),
    create: body => done(requests.send('POST', 'monitors', body)),
    get: (monitor, range, options) =>
      requests.get(at(monitor), { ...range }, options),
    edit: (monitor, edit) => done(requests.send('PATCH', at(monitor), edit)),
    delete: async monitor => {
      const answer = await requests.remove(at(monitor));
      tell({ monitors: [monitor] });
      return answer;
    },
    run: monitor => done(requests.send('POST', `${at(monitor)}/run`, {})),
    cancel: monitor => done(requests.send('POST', `${at(monitor)}/cancel`, {})),
    takeReference: (monitor, body) =>
      done(requests.send('POST', `${at(monitor)}/reference`, body)),
    getCheck: (monitor, check, options) =>
      requests.get(
        `${at(monitor)}/checks/${encodeURIComponent(check)}`,
        {},
        options
      ),
    getColumn: (monitor, column, check, range, options) =>
      requests.get(
        `${at(monitor)}/columns/${encodeURIComponent(column)}`,
        { check, ...range },
        options
      ),
    comparePeriods: (monitor, first, second, options) =>
      requests.get(`${at(monitor)}/comparison`, { first, second }, options),
    performance: (monitor, range, options) =>
      requests.get(`${at(monitor)}/performance`, { ...range }, options),
    listAlerts: (query, options) =>
      requests.get('alerts', { ...query }, options),
    getAlert: (alert, options) => requests.get(ask(alert), {}, options),
    act: async (alert, body) => {
      const details = await requests.send<AlertDetails>(
        'POST',
        ask(alert),
        body
      );
      tell({ monitors: [details.alert.monitor] });
      return details;
    }
  };
}

function at(monitor: string): string {
  return `monitors/${encodeURIComponent(monitor)}`;
}

function ask(alert: string): string {
  return `alerts/${encodeURIComponent(alert)}`;
}
