import type { TranslationBundle } from '@jupyterlab/translation';
import type {
  Monitor,
  MonitorBody,
  MonitorEdit,
  MonitorPerformance,
  MonitorRoles,
  MonitorSource
} from '../../api/types';
import { toNumber } from '../../components/format';

export type Unit = 'seconds' | 'minutes' | 'hours' | 'days';

/** Seconds of a unit. */
export const UNITS: Record<Unit, number> = {
  seconds: 1,
  minutes: 60,
  hours: 3600,
  days: 86400
};

const DAY = 86400;

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

const SOURCE: MonitorSource = {
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
    late: String(toNumber(chunking.patience) / 60),
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
    patience: String(toNumber(performance.patience) / DAY),
    worst: Object.entries(performance.worst).map(
      ([metric, value]) => [metric, String(value)] as const
    ),
    every: every === 0 ? '' : String(every / UNITS[unit]),
    unit,
    silence:
      monitor.schedule.silence === null
        ? ''
        : String(toNumber(monitor.schedule.silence) / 3600),
    persistence: String(policy.persistence),
    rate: String(Number((toNumber(policy.rate) * 100).toPrecision(6))),
    channels: monitor.channels.join(', '),
    reference: 'model',
    path: ''
  };
}

/** Say what is wrong with a draft, by field; what only the server knows, it says. */
export function faultsOf(
  draft: IDraft,
  trans: TranslationBundle
): Partial<Record<Field, string>> {
  const faults: Partial<Record<Field, string>> = {};
  const need = (field: Field, bad: boolean, words: string) => {
    if (bad) {
      faults[field] = words;
    }
  };
  const { source } = draft;
  need('name', !draft.name.trim(), trans.__('A monitor needs a name.'));
  need(
    'source',
    source.kind === 'files' && !source.path.trim(),
    trans.__('Say where the files are.')
  );
  need(
    'source',
    source.kind === 'sql' && !(source.database.trim() && source.query.trim()),
    trans.__('SQL needs a database and a query.')
  );
  need(
    'column',
    draft.by === 'time' && !draft.column.trim(),
    trans.__('Say which column holds the time.')
  );
  need(
    'rows',
    draft.by === 'rows' && !isWhole(draft.rows, 1),
    trans.__('A whole number, at least 1.')
  );
  need('late', !isNumber(draft.late, 0), trans.__('A number, at least 0.'));
  need(
    'every',
    draft.every.trim() !== '' && !isNumber(draft.every, 0),
    trans.__('A number, or nothing.')
  );
  need(
    'silence',
    draft.silence.trim() !== '' && !isNumber(draft.silence, 0),
    trans.__('A number, or nothing.')
  );
  need(
    'persistence',
    !isWhole(draft.persistence, 1),
    trans.__('A whole number, at least 1.')
  );
  need(
    'rate',
    !isNumber(draft.rate, 0) ||
      Number(draft.rate) === 0 ||
      Number(draft.rate) >= 100,
    trans.__('Between 0 and 100.')
  );
  need(
    'patience',
    !isNumber(draft.patience, 0),
    trans.__('A number, at least 0.')
  );
  need(
    'worst',
    draft.worst.some(([metric, value]) => metric.trim() && !isNumber(value)),
    trans.__('Each limit is a number.')
  );
  need(
    'path',
    draft.reference === 'file' && !draft.path.trim(),
    trans.__('Say which file.')
  );
  return faults;
}

/** What is sent to make the monitor. */
export function bodyOf(draft: IDraft): MonitorBody {
  return {
    ...shared(draft),
    policy: {
      rate: Number(draft.rate) / 100,
      limits: {},
      importance: {},
      columns: {},
      together: true,
      persistence: Number(draft.persistence),
      fewest_rows: 5
    },
    reference: draft.reference === 'file' ? draft.path.trim() : ''
  };
}

/** What is sent to change a monitor: what the form does not show stays as it is. */
export function editOf(draft: IDraft, monitor: Monitor): MonitorEdit {
  const { every, ...rest } = shared(draft);
  return {
    ...rest,
    // A schedule that is sent begins anew.
    ...(every !== monitor.schedule.every && { every }),
    policy: {
      ...monitor.policy,
      rate: Number(draft.rate) / 100,
      persistence: Number(draft.persistence)
    }
  };
}

function shared(draft: IDraft) {
  return {
    name: draft.name.trim(),
    description: draft.description.trim(),
    model: draft.model.trim(),
    follow: draft.follow,
    source: sourceOf(draft.source),
    chunking: {
      by: draft.by,
      period: draft.period.trim(),
      rows: Number(draft.rows) || 10_000,
      column: draft.column.trim(),
      zone: draft.zone.trim() || 'UTC',
      patience: Number(draft.late) * 60
    },
    roles: rolesOf(draft),
    performance: performanceOf(draft),
    every: Number(draft.every) * UNITS[draft.unit],
    silence: draft.silence.trim() === '' ? null : Number(draft.silence) * 3600,
    channels: list(draft.channels)
  };
}

function rolesOf(draft: IDraft): MonitorRoles {
  return {
    prediction: draft.prediction.trim(),
    scores: pairs(draft.scores),
    label: draft.label.trim(),
    key: draft.key.trim(),
    query: draft.group.trim(),
    segments: list(draft.segments),
    left_out: list(draft.leftOut)
  };
}

function performanceOf(draft: IDraft): MonitorPerformance {
  return {
    task: draft.task || null,
    metrics: list(draft.metrics),
    positive: draft.positive.trim(),
    labels: draft.labels && sourceOf(draft.labels),
    patience: Number(draft.patience) * DAY,
    worst: Object.fromEntries(
      Object.entries(pairs(draft.worst)).map(([metric, value]) => [
        metric,
        Number(value)
      ])
    )
  };
}

/** What does not belong to the kind of source that was chosen last is not sent. */
function sourceOf(source: MonitorSource): MonitorSource {
  const { kind } = source;
  return {
    kind,
    path: kind === 'files' ? source.path.trim() : '',
    database: kind === 'sql' ? source.database.trim() : '',
    query: kind === 'sql' ? source.query.trim() : '',
    cursor: kind === 'sql' ? source.cursor.trim() : ''
  };
}

/** Read a list: `a, b`. */
function list(text: string): string[] {
  return text
    .split(',')
    .map(item => item.trim())
    .filter(item => item !== '');
}

function pairs(
  entries: readonly (readonly [string, string])[]
): Record<string, string> {
  return Object.fromEntries(
    entries
      .map(([name, value]) => [name.trim(), value.trim()] as const)
      .filter(([name, value]) => name !== '' && value !== '')
  );
}

function isNumber(text: string, least = -Infinity): boolean {
  const value = Number(text);
  return text.trim() !== '' && Number.isFinite(value) && value >= least;
}

function isWhole(text: string, least: number): boolean {
  return isNumber(text, least) && Number.isInteger(Number(text));
}
