import type { TranslationBundle } from '@jupyterlab/translation';
import type {
  Alert,
  AlertEvent,
  CheckedColumn,
  CheckMark,
  Delivery,
  Monitor,
  MonitorCheck,
  MonitorReference
} from '../api/types';
import { formatDuration } from '../components/format';

export type MonitorStatus = Monitor['status'];
export type CheckStatus = MonitorCheck['status'];

/** How a monitor does, a check ended, or a column did in a check. */
export type Verdict =
  CheckStatus | 'failing' | 'never checked' | 'paused' | 'broken' | 'left out';

/** States of a column that are a fault of the data, as `BROKEN` on the server. */
const BROKEN: readonly CheckedColumn['state'][] = [
  'missing column',
  'extra column',
  'renamed',
  'retyped',
  'all missing'
];

/** The name under which the server keeps the relations of the columns. */
export const TOGETHER = '';

/** A column's name for reading. */
export function columnWord(name: string, trans: TranslationBundle): string {
  return name === TOGETHER ? trans.__('columns together') : name;
}

/** How a monitor does now. */
export function verdictOf(monitor: Monitor): Verdict {
  return monitor.paused && monitor.status !== 'failing'
    ? 'paused'
    : monitor.status;
}

/** How a column did in a check. */
export function verdictOfColumn(column: CheckedColumn): Verdict {
  if (BROKEN.includes(column.state)) {
    return 'broken';
  }
  if (column.state === 'skipped' || column.state === 'identifier') {
    return 'left out';
  }
  return column.drifted === null
    ? 'cannot tell'
    : column.drifted
      ? 'drift'
      : 'no drift';
}

/** The word for a verdict. */
export function verdictWord(
  verdict: Verdict,
  trans: TranslationBundle
): string {
  switch (verdict) {
    case 'drift':
      return trans.__('drift');
    case 'no drift':
      return trans.__('no drift');
    case 'cannot tell':
      return trans.__('cannot tell');
    case 'failing':
      return trans.__('failing');
    case 'never checked':
      return trans.__('not checked yet');
    case 'paused':
      return trans.__('paused');
    case 'broken':
      return trans.__('broken data');
    case 'left out':
      return trans.__('left out');
  }
}

/** What a column's state is called, where it is not simply compared. */
export function stateWord(
  state: CheckedColumn['state'],
  trans: TranslationBundle
): string {
  const words: Record<CheckedColumn['state'], string> = {
    compared: trans.__('compared'),
    'missing column': trans.__('missing column'),
    'extra column': trans.__('extra column'),
    renamed: trans.__('renamed'),
    retyped: trans.__('another type'),
    'all missing': trans.__('all values missing'),
    constant: trans.__('constant'),
    'too few rows': trans.__('too few rows'),
    'unknown type': trans.__('unknown type'),
    identifier: trans.__('identifier'),
    skipped: trans.__('left out')
  };
  return words[state];
}

/** A check of a strip in words: `2026-03-04: drift. …`. */
export function markWords(mark: CheckMark, trans: TranslationBundle): string {
  return trans.__(
    '%1: %2. %3',
    mark.label,
    verdictWord(mark.status, trans),
    mark.sentence
  );
}

/** What an alert is about. */
export function kindWord(
  kind: Alert['kind'],
  trans: TranslationBundle
): string {
  switch (kind) {
    case 'drift':
      return trans.__('Drift');
    case 'change':
      return trans.__('Change');
    case 'performance':
      return trans.__('Performance');
    case 'source':
      return trans.__('Data');
  }
}

/** Where an alert stands: what people did about it goes before what the checks say. */
export function standing(
  alert: Alert,
  now: number,
  trans: TranslationBundle
): string {
  if (alert.status === 'resolved') {
    return trans.__('resolved');
  }
  if (isSnoozed(alert, now)) {
    return trans.__(
      'snoozed for %1',
      roughly(alert.snoozed_until! - now, trans)
    );
  }
  if (alert.acknowledged) {
    return trans.__('acknowledged by %1', alert.acknowledged);
  }
  return alert.status === 'raised' ? trans.__('new') : trans.__('lasting');
}

/** Whether an alert is to be quiet now. */
export function isSnoozed(alert: Alert, now: number): boolean {
  return alert.snoozed_until !== null && alert.snoozed_until > now;
}

/** Whether somebody should look at an alert: it is open, and nobody took it on. */
export function isUnseen(alert: Alert, now: number): boolean {
  return (
    alert.status !== 'resolved' &&
    alert.acknowledged === '' &&
    !isSnoozed(alert, now)
  );
}

/** Subjects of alerts about data that are no columns: a source that cannot be read, or brings nothing new. */
const OF_RUNS: readonly string[] = ['source', 'no new data'];

/** The columns or metrics that an alert is about, or was about when it was resolved. */
export function subjectsOf(alert: Alert): readonly string[] {
  const about = alert.status === 'resolved' ? alert.ever : alert.subjects;
  return alert.kind === 'source'
    ? about.filter(name => !OF_RUNS.includes(name))
    : about;
}

/** What happened to an alert. */
export function eventWord(
  kind: AlertEvent['kind'],
  trans: TranslationBundle
): string {
  const words: Record<AlertEvent['kind'], string> = {
    raised: trans.__('Raised'),
    grew: trans.__('Grew'),
    persisting: trans.__('Lasts'),
    resolved: trans.__('Resolved'),
    reopened: trans.__('Reopened'),
    acknowledged: trans.__('Acknowledged'),
    snoozed: trans.__('Snoozed'),
    expected: trans.__('Called expected'),
    'new reference': trans.__('New reference'),
    commented: trans.__('Comment')
  };
  return words[kind];
}

/** What became of a message. */
export function deliveryWord(
  status: Delivery['status'],
  trans: TranslationBundle
): string {
  switch (status) {
    case 'sent':
      return trans.__('sent');
    case 'waiting':
      return trans.__('waiting');
    case 'sending':
      return trans.__('being sent');
    case 'failed':
      return trans.__('failed');
    case 'unsure':
      return trans.__('perhaps sent');
  }
}

/** What a monitor compares with. */
export function referenceWords(
  reference: MonitorReference | undefined,
  trans: TranslationBundle
): string {
  return reference
    ? trans.__('%1, %2 rows', reference.label, reference.rows.toLocaleString())
    : trans.__('none yet: the first data become the reference');
}

/** A time span in its largest unit only: `3 d`, `5 min`. */
export function roughly(seconds: number, trans: TranslationBundle): string {
  const units = [86400, 3600, 60, 1];
  const unit = units.find(size => seconds >= size) ?? 1;
  const whole = Math.max(1, Math.round(seconds / unit)) * unit;
  const text = formatDuration(whole, trans);
  // `3 d 0 h` says no more than `3 d`.
  return text.replace(/ 0 \S+$/, '');
}

/** Alerts that were raised, in one line: a message has no room for what the tests found. */
export function newsOf(
  alerts: readonly Alert[],
  trans: TranslationBundle
): string {
  if (alerts.length > 1) {
    const names = [...new Set(alerts.map(alert => alert.monitor_name))];
    return trans.__(
      '%1 alerts were raised: %2',
      alerts.length,
      shortList(names, trans)
    );
  }
  const [alert] = alerts;
  const subjects = shortList(
    alert.subjects.map(name => columnWord(name, trans)),
    trans
  );
  switch (alert.kind) {
    case 'drift':
      return trans.__('%1: drift of %2', alert.monitor_name, subjects);
    case 'performance':
      return trans.__('%1: %2 worse than before', alert.monitor_name, subjects);
    case 'change':
      return trans.__('%1: %2 changed', alert.monitor_name, subjects);
    case 'source':
      return trans.__('%1: %2', alert.monitor_name, alert.sentence);
  }
}

/** A list of names that ends where it becomes long. */
function shortList(names: readonly string[], trans: TranslationBundle): string {
  const few = names.slice(0, 4).join(', ');
  return names.length > 4
    ? trans.__('%1 and %2 more', few, names.length - 4)
    : few;
}
