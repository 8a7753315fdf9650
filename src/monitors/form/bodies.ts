import type {
  Monitor,
  MonitorBody,
  MonitorEdit,
  MonitorPerformance,
  MonitorRoles,
  MonitorSource
} from '../../api/types';
import { IDraft, UNITS } from './draft';

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
      patience: Number(draft.late) * UNITS.minutes
    },
    roles: rolesOf(draft),
    performance: performanceOf(draft),
    every: Number(draft.every) * UNITS[draft.unit],
    silence:
      draft.silence.trim() === '' ? null : Number(draft.silence) * UNITS.hours,
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
    patience: Number(draft.patience) * UNITS.days,
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
