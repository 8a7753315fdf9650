import type { Monitor, MonitorSource } from '../../api/types';
import { toNumber } from '../../components/format';

export type Unit = 'seconds' | 'minutes' | 'hours' | 'days';

/** Seconds of a unit. */
export const UNITS: Record<Unit, number> = {
  seconds: 1,
  minutes: 60,
  hours: 3600,
  days: 86400
};

/** A monitor as a person writes it: lists by commas, numbers as text. */
export interface IDraft {
  name: string;
  description: string;
  model: string;
  follow: boolean;
  source: MonitorSource;
  by: 'batch' | 'time' | 'rows';
  period: string;
  rows: string;
  column: string;
  zone: string;
  /** Minutes in which rows may still come. */
  late: string;
  prediction: string;
  /** Class and column of its score. */
  scores: readonly (readonly [string, string])[];
  label: string;
  key: string;
  group: string;
  segments: string;
  leftOut: string;
  task: '' | 'binary' | 'multiclass' | 'regression' | 'ranking';
  metrics: string;
  positive: string;
  /** Where labels come from, if not with the rows. */
  labels: MonitorSource | null;
  /** Days for which labels are waited for. */
  patience: string;
  /** Metric and the value that it must not be worse than. */
  worst: readonly (readonly [string, string])[];
  /** How often it runs; nothing: only when somebody asks. */
  every: string;
  unit: Unit;
  /** Hours without new rows that are an alert; nothing: by how the data came so far. */
  silence: string;
  persistence: string;
  /** In percent. */
  rate: string;
  channels: string;
  reference: 'model' | 'file' | 'first';
  path: string;
}

export type Field = keyof IDraft;

/** Where data come from, before anything was said of it. */
export const SOURCE: MonitorSource = {
  kind: 'files',
  path: '',
  database: '',
  query: '',
  cursor: ''
};

/** What stands in the form of a new monitor. */
export function newDraft(model = ''): IDraft {
  return {
    name: '',
    description: '',
    model,
    follow: true,
    source: SOURCE,
    by: 'batch',
    period: '1 day',
    rows: '10000',
    column: '',
    zone: 'UTC',
    late: '0',
    prediction: '',
    scores: [],
    label: '',
    key: '',
    group: '',
    segments: '',
    leftOut: '',
    task: '',
    metrics: '',
    positive: '',
    labels: null,
    patience: '90',
    worst: [],
    every: '1',
    unit: 'days',
    silence: '',
    persistence: '2',
    rate: '5',
    channels: '',
    reference: model ? 'model' : 'first',
    path: ''
  };
}

/** What stands in the form of a monitor that there is. */
export function draftOf(monitor: Monitor): IDraft {
  const { chunking, roles, performance, policy } = monitor;
  const every = toNumber(monitor.schedule.every);
  const unit =
    (['days', 'hours', 'minutes'] as const).find(
      one => every % UNITS[one] === 0
    ) ?? 'seconds';
  return {
    name: monitor.name,
    description: monitor.description,
    model: monitor.model,
    follow: monitor.follow,
    source: monitor.source,
    by: chunking.by,
    period: chunking.period,
    rows: String(chunking.rows),
    column: chunking.column,
    zone: chunking.zone,
    late: String(toNumber(chunking.patience) / UNITS.minutes),
    prediction: roles.prediction,
    scores: Object.entries(roles.scores),
    label: roles.label,
    key: roles.key,
    group: roles.query,
    segments: roles.segments.join(', '),
    leftOut: roles.left_out.join(', '),
    task: performance.task ?? '',
    metrics: performance.metrics.join(', '),
    positive: performance.positive,
    labels: performance.labels,
    patience: String(toNumber(performance.patience) / UNITS.days),
    worst: Object.entries(performance.worst).map(
      ([metric, value]) => [metric, String(value)] as const
    ),
    every: every === 0 ? '' : String(every / UNITS[unit]),
    unit,
    silence:
      monitor.schedule.silence === null
        ? ''
        : String(toNumber(monitor.schedule.silence) / UNITS.hours),
    persistence: String(policy.persistence),
    rate: String(Number((toNumber(policy.rate) * 100).toPrecision(6))),
    channels: monitor.channels.join(', '),
    reference: 'model',
    path: ''
  };
}
