import type { TranslationBundle } from '@jupyterlab/translation';
import type { CellLine, LineMetric } from '../api/types';
import {
  digitsThatDiffer,
  formatAge,
  formatDuration,
  formatNumber,
  formatValue,
  toNumber
} from '../components/format';
import { statusWord } from '../components/statusMark';

/** How a metric stands to the previous run's. */
export interface IChange {
  arrow: '▲' | '▼';
  size: string;
  verdict: 'better' | 'worse' | 'neither';
  /** What a screen reader says in place of the arrow. */
  word: string;
}

/** How many digits a metric needs for its change to be seen. */
export function metricDigits(metric: LineMetric, most: number): number {
  const value = toNumber(metric.value);
  const delta = metric.delta === null ? 0 : toNumber(metric.delta);
  return digitsThatDiffer([value, value - delta], Math.min(3, most), most);
}

/** Write the size of a change with the decimals of the value beside it; small ones with two digits of their own. */
function sizeOf(delta: number, value: string): string {
  const decimals = /\.(\d+)$/.exec(value)?.[1].length;
  const size = Math.abs(delta);
  const beside = decimals === undefined ? '' : size.toFixed(decimals);
  return Number(beside) > 0 ? beside : formatNumber(size, 2);
}

/** Say how a metric changed; nothing where it did not, or where that cannot be said. */
export function changeOf(
  metric: LineMetric,
  digits: number,
  trans: TranslationBundle
): IChange | null {
  const delta = metric.delta === null ? NaN : toNumber(metric.delta);
  if (!Number.isFinite(delta) || delta === 0) {
    return null;
  }
  const up = delta > 0;
  const size = sizeOf(delta, formatValue(metric.value, digits));
  const [verdict, word] =
    metric.better === null
      ? ([
          'neither',
          up ? trans.__('higher by') : trans.__('lower by')
        ] as const)
      : metric.better
        ? ([
            'better',
            up ? trans.__('better, higher by') : trans.__('better, lower by')
          ] as const)
        : ([
            'worse',
            up ? trans.__('worse, higher by') : trans.__('worse, lower by')
          ] as const);
  return { arrow: up ? '▲' : '▼', size, verdict, word };
}

const ORDINALS = new Intl.PluralRules('en', { type: 'ordinal' });

/** `2nd of 12`. */
export function rankWords(
  line: Pick<CellLine, 'rank' | 'ranked'>,
  trans: TranslationBundle
): string | null {
  const { rank, ranked } = line;
  if (rank === null || ranked === null || ranked < 2) {
    return null;
  }
  switch (ORDINALS.select(rank)) {
    case 'one':
      return trans.__('%1st of %2', rank, ranked);
    case 'two':
      return trans.__('%1nd of %2', rank, ranked);
    case 'few':
      return trans.__('%1rd of %2', rank, ranked);
    default:
      return trans.__('%1th of %2', rank, ranked);
  }
}

/** `failed after 4 s: ValueError: no such column`, for the states that are no success. */
export function endWords(
  line: CellLine,
  duration: string | null,
  trans: TranslationBundle
): string | null {
  const after = (word: string, timed: string) => (duration ? timed : word);
  switch (line.status) {
    case 'failed':
      return after(
        trans.__('failed'),
        trans.__('failed after %1', duration ?? '')
      );
    case 'interrupted':
      return after(
        trans.__('interrupted'),
        trans.__('interrupted after %1', duration ?? '')
      );
    case 'lost':
      return trans.__('lost: its process died');
    default:
      return null;
  }
}

/** Which earlier run a run repeats, in pieces, so that the run can be a link. */
export interface IRepeat {
  before: string;
  /** The same where there is little room. */
  short: string;
  run: string;
  after: string;
}

/** `same code, parameters and data as run 17 (accuracy 0.873, 12 min)`; once it is known what came out, `repeats run 17`. */
export function repeatWords(
  line: CellLine,
  digits: number,
  trans: TranslationBundle
): IRepeat | null {
  const earlier = line.repeats;
  if (!earlier) {
    return null;
  }
  const run = trans.__('run %1', earlier.number);
  const short = trans.__('repeats');
  if (line.status !== 'running') {
    return { before: short, short, run, after: '' };
  }
  const outcome: string[] = [];
  if (earlier.metric !== null && earlier.value !== null) {
    const value = formatValue(earlier.value, Math.min(3, digits));
    outcome.push(`${earlier.metric} ${value}`);
  }
  const seconds = earlier.duration === null ? NaN : toNumber(earlier.duration);
  if (Number.isFinite(seconds)) {
    outcome.push(
      seconds < 60 ? formatDuration(seconds, trans) : formatAge(seconds, trans)
    );
  }
  return {
    before: earlier.sampled
      ? trans.__('same code, parameters and sampled data as')
      : trans.__('same code, parameters and data as'),
    short,
    run,
    after: outcome.length > 0 ? `(${outcome.join(', ')})` : ''
  };
}

/** A line in short, for screen readers. */
export function sayLine(
  line: CellLine,
  digits: number,
  trans: TranslationBundle
): string {
  const repeat = repeatWords(line, digits, trans);
  const parts = [
    trans.__('run %1', line.number),
    statusWord(line.status, trans)
  ];
  if (repeat) {
    parts.push(
      [repeat.before, repeat.run, repeat.after].filter(Boolean).join(' ')
    );
  }
  return parts.join(', ');
}
