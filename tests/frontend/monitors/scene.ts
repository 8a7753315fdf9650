import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import type {
  Alert,
  CheckedColumn,
  Monitor,
  MonitorCheck,
  MonitorDetails,
  MonitorRow,
  StoreChange
} from '../../../src/api/types';
import type { IApi, IMonitorsApi } from '../../../src/tokens';

export const trans = nullTranslator.load('jupyter_mltrack');

const DAY = 86400;

/** A monitor of daily files that has checked nothing. */
export function monitor(more: Partial<Monitor> = {}): Monitor {
  return {
    id: 'm1',
    name: 'churn',
    created: 100,
    created_by: 'ada',
    updated: 100,
    description: '',
    model: '',
    follow: true,
    source: {
      kind: 'files',
      path: '*.csv',
      database: '',
      query: '',
      cursor: ''
    },
    chunking: {
      by: 'time',
      period: '1 day',
      rows: 10_000,
      column: 'time',
      zone: 'UTC',
      patience: 0
    },
    roles: {
      prediction: '',
      scores: {},
      label: '',
      key: '',
      query: '',
      segments: [],
      left_out: []
    },
    policy: {
      rate: 0.05,
      limits: { shift: 0.1 },
      importance: {},
      columns: {},
      together: true,
      persistence: 2,
      fewest_rows: 5
    },
    performance: {
      task: null,
      metrics: [],
      positive: '',
      labels: null,
      patience: 90 * DAY,
      worst: {}
    },
    streams: [],
    changes: [],
    schedule: { every: 3600, start: 0, silence: null },
    paused: false,
    channels: [],
    references: [],
    expected: {},
    status: 'never checked',
    sentence: '',
    problem: '',
    notes: [],
    checks: 0,
    last_run: null,
    next_run: null,
    last_check: null,
    newest: null,
    position: '',
    label_position: '',
    label_backlog: '',
    rows: 0,
    pending: {},
    lease: null,
    ...more
  } as Monitor;
}

export function column(
  name: string,
  drifted: boolean | null = false,
  more: Partial<CheckedColumn> = {}
): CheckedColumn {
  return {
    name,
    state: 'compared',
    drifted,
    chance: null,
    limit: null,
    effect: null,
    effect_limit: null,
    sentence: drifted ? `\`${name}\` moved.` : `\`${name}\`: no drift seen.`,
    ...more
  };
}

/** The check of a day of March. */
export function check(
  day: number,
  columns: CheckedColumn[] = [column('age')],
  more: Partial<MonitorCheck> = {}
): MonitorCheck {
  const drifted = columns.filter(one => one.drifted).length;
  return {
    id: `c${day}`,
    key: `m1/${day}`,
    monitor: 'm1',
    chunk: String(day),
    label: `2026-03-${String(day).padStart(2, '0')}`,
    start: day * DAY,
    end: (day + 1) * DAY,
    order: day,
    made: 1000 + day,
    rows: 500,
    status: drifted ? 'drift' : 'no drift',
    sentence: `${drifted} of ${columns.length} columns drifted.`,
    reference: 1,
    profile: '',
    report: '',
    columns,
    persisting: [],
    made_again: 0,
    version: null,
    scored: '',
    labelled: 0,
    waiting: 0,
    performance: [],
    estimates: [],
    segments: '',
    ...more
  } as MonitorCheck;
}

export function row(more: Partial<Monitor> = {}): MonitorRow {
  return { monitor: monitor(more), strip: [], alerts: [] };
}

/** A monitor's page with checks of these days. */
export function details(
  checks: MonitorCheck[],
  more: Partial<MonitorDetails> = {}
): MonitorDetails {
  const names = checks.flatMap(one => one.columns.map(({ name }) => name));
  return {
    row: row(),
    columns: [...new Set(names)],
    checks,
    total_checks: checks.length,
    earliest: null,
    latest: null,
    more_columns: 0,
    segments: null,
    made: Math.max(0, ...checks.map(one => one.made)),
    ...more
  };
}

export function alert(id: string, more: Partial<Alert> = {}): Alert {
  return {
    id,
    monitor: 'm1',
    monitor_name: 'churn',
    kind: 'drift',
    status: 'raised',
    sentence: '`age` moved.',
    raised: 1000,
    updated: 1000,
    subjects: ['age'],
    details: [],
    ever: ['age'],
    first_check: 'c5',
    last_check: 'c6',
    checks: 1,
    model: '',
    version: null,
    resolved: null,
    acknowledged: '',
    snoozed_until: null,
    events: [],
    ...more
  };
}

/** A server that answers these calls only. */
export function fakeMonitors(monitors: Partial<IMonitorsApi>) {
  const server = {
    changed: new Signal<IApi, StoreChange>({} as IApi),
    monitors
  };
  return {
    api: server as unknown as IApi,
    change: (change: Partial<StoreChange>) =>
      server.changed.emit({
        seq: 1,
        runs: [],
        experiments: [],
        models: [],
        monitors: [],
        reset: false,
        ...change
      })
  };
}
