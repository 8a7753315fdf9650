import type { TranslationBundle } from '@jupyterlab/translation';
import type { WireNumber } from '../tokens';

/** What a table cell can hold. */
export type Scalar = boolean | number | WireNumber | string | null | undefined;

/** What stands for a value that is not there. */
export const MISSING = '–';

/** Read a number as it travels. */
export function toNumber(value: WireNumber): number {
  return typeof value === 'number' ? value : Number(value);
}

/**
 * Write a value for reading: numbers with significant digits, missing as a dash.
 *
 * @param digits How many significant digits a number gets at least.
 */
export function formatValue(value: Scalar, digits = 4): string {
  if (value === null || value === undefined) {
    return MISSING;
  }
  if (typeof value === 'number') {
    return formatNumber(value, digits);
  }
  if (value === 'Infinity' || value === '-Infinity') {
    return value === 'Infinity' ? '∞' : '−∞';
  }
  if (typeof value === 'boolean') {
    return value ? 'True' : 'False';
  }
  return value;
}

/** Write a number with that many significant digits; whole numbers below a million stay whole. */
export function formatNumber(value: number, digits = 4): string {
  if (!Number.isFinite(value)) {
    return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞';
  }
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e6) {
    return String(value).replace('-', '−');
  }
  const text =
    size !== 0 && (size >= 1e6 || size < 1e-4)
      ? value.toExponential(Math.max(0, digits - 1)).replace(/\.?0+e/, 'e')
      : value.toFixed(decimals(size, digits));
  return text.replace('e+', 'e').replaceAll('-', '−');
}

/**
 * Write a value that somebody chose: `0.001`, not `0.001000`.
 *
 * @param digits The most significant digits of a number.
 */
export function formatChosen(value: Scalar, digits = 6): string {
  const text = formatValue(value, digits);
  return typeof value === 'number' && text.includes('.')
    ? text.replace(/\.?0+(?=$|e)/, '')
    : text;
}

/**
 * How many significant digits these numbers need beside each other.
 *
 * At least `least`; more while some of them look alike that are not, up to `most`; beyond that only while all of them
 * look alike.
 */
export function digitsThatDiffer(
  values: readonly number[],
  least = 3,
  most = 4
): number {
  const distinct = [...new Set(values.filter(Number.isFinite))];
  const alike = (digits: number): number =>
    new Set(distinct.map(value => formatNumber(value, digits))).size;
  let digits = Math.min(least, most);
  while (digits < most && alike(digits) < distinct.length) {
    digits += 1;
  }
  while (digits < MOST_DIGITS && distinct.length > 1 && alike(digits) === 1) {
    digits += 1;
  }
  return digits;
}

/** A double has no more to say. */
const MOST_DIGITS = 15;

/** Write a time span in seconds: `20 ms`, `4 s`, `2 min 5 s`, `3 h 20 min`. */
export function formatDuration(
  seconds: number,
  trans: TranslationBundle
): string {
  if (seconds < 0) {
    return formatDuration(0, trans);
  }
  const whole = Math.floor(seconds);
  if (seconds > 0 && seconds < 0.0995) {
    return trans.__('%1 ms', Math.max(1, Math.round(seconds * 1000)));
  }
  if (whole < 60) {
    return seconds < 10 && !Number.isInteger(seconds)
      ? trans.__('%1 s', seconds.toFixed(1))
      : trans.__('%1 s', whole);
  }
  if (whole < 3600) {
    return trans.__('%1 min %2 s', Math.floor(whole / 60), whole % 60);
  }
  if (whole < 86400) {
    return trans.__(
      '%1 h %2 min',
      Math.floor(whole / 3600),
      Math.floor((whole % 3600) / 60)
    );
  }
  return trans.__(
    '%1 d %2 h',
    Math.floor(whole / 86400),
    Math.floor((whole % 86400) / 3600)
  );
}

/** Write how long ago something was, in one unit: `now`, `5 min`, `3 d`. */
export function formatAge(seconds: number, trans: TranslationBundle): string {
  const age = Math.max(0, seconds);
  if (age < 10) {
    return trans.__('now');
  }
  if (age < 60) {
    return trans.__('%1 s', Math.floor(age));
  }
  if (age < 3600) {
    return trans.__('%1 min', Math.floor(age / 60));
  }
  if (age < 86400) {
    return trans.__('%1 h', Math.floor(age / 3600));
  }
  if (age < 86400 * 365) {
    return trans.__('%1 d', Math.floor(age / 86400));
  }
  return trans.__('%1 y', Math.floor(age / (86400 * 365)));
}

/** Write a moment (Unix seconds) in full, in the reader's own time zone. */
export function formatTime(seconds: number): string {
  return new Date(seconds * 1000).toLocaleString();
}

/** Write a moment (Unix seconds) for programs; a time that is none, as in a damaged store, is left out. */
export function isoTime(seconds: number): string | undefined {
  const moment = new Date(seconds * 1000);
  return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString();
}

/** Write a number of bytes: `14 B`, `3.2 MB`. */
export function formatBytes(size: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let rest = size;
  while (rest >= 1000 && unit < units.length - 1) {
    rest /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? rest : rest.toPrecision(3)} ${units[unit]}`;
}

/** Write a large number of things in short: `984`, `12 k`, `1.2 M`. */
export function formatAmount(amount: number): string {
  const units = ['', ' k', ' M', ' G', ' T'];
  let unit = 0;
  let rest = amount;
  // What rounds to a thousand of a unit is one of the next.
  while (Number(rest.toPrecision(3)) >= 1000 && unit < units.length - 1) {
    rest /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? rest : Number(rest.toPrecision(3))}${units[unit]}`;
}

function decimals(size: number, digits: number): number {
  const before = size >= 1 ? Math.floor(Math.log10(size)) + 1 : 1;
  const leading = size > 0 && size < 1 ? -Math.floor(Math.log10(size)) - 1 : 0;
  const whole = size >= 1 ? before : 0;
  return Math.max(0, Math.min(20, digits - whole + leading));
}
