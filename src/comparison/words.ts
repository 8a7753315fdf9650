import type { TranslationBundle } from '@jupyterlab/translation';
import type {
  CodeDiff,
  ComparedGroup,
  ComparedRow,
  ComparedRun,
  ComparedValue
} from '../api/types';
import {
  digitsThatDiffer,
  formatChosen,
  formatNumber,
  formatValue,
  toNumber
} from '../components/format';

/** Whether a run is called by more than its number. */
export function hasOwnName(run: { number: number; name: string }): boolean {
  return run.name !== '' && run.name !== `run ${run.number}`;
}

/** `12 svc-rbf`. */
export function runLabel(run: { number: number; name: string }): string {
  return hasOwnName(run) ? `${run.number} ${run.name}` : String(run.number);
}

/** The name of a group of rows. */
export function groupTitle(
  name: ComparedGroup['name'],
  trans: TranslationBundle
): string {
  switch (name) {
    case 'parameters':
      return trans.__('Parameters');
    case 'metrics':
      return trans.__('Metrics');
    case 'data':
      return trans.__('Data');
    case 'models':
      return trans.__('Models');
    case 'code':
      return trans.__('Code');
    case 'environment':
      return trans.__('Environment');
    case 'run':
      return trans.__('About the run');
  }
}

/** How many rows of a group differ: `2 of 9 differ`. */
export function groupCount(
  group: { differing: number; total: number },
  trans: TranslationBundle
): string {
  if (group.total === 0) {
    return trans.__('none');
  }
  return group.differing === 0
    ? trans._n('the same', 'all %1 are the same', group.total)
    : trans._n(
        '%1 of %2 differs',
        '%1 of %2 differ',
        group.differing,
        group.total
      );
}

/** How many digits the numbers of a row need to be told apart. */
export function rowDigits(row: ComparedRow, most: number): number {
  const numbers = row.values
    .map(value => value.value)
    .filter((value): value is number => typeof value === 'number');
  return digitsThatDiffer(numbers, 3, most);
}

/** Whether a row's deltas mean something: parameters are chosen, not measured. */
export function showsDelta(group: ComparedGroup['name']): boolean {
  return group === 'metrics' || group === 'run';
}

/** How a value stands to the baseline's: an arrow, the size, and a word where one way is better. */
export interface IDelta {
  arrow: '▲' | '▼';
  size: string;
  word: string;
}

/** Say how a value stands to the baseline's; nothing where it does not differ or cannot be said. */
export function deltaOf(
  value: ComparedValue,
  trans: TranslationBundle
): IDelta | null {
  const delta = value.delta === null ? NaN : toNumber(value.delta);
  if (!Number.isFinite(delta) || delta === 0) {
    return null;
  }
  return {
    arrow: delta > 0 ? '▲' : '▼',
    size: formatNumber(Math.abs(delta), 3),
    word:
      value.verdict === 'better'
        ? trans.__('better')
        : value.verdict === 'worse'
          ? trans.__('worse')
          : ''
  };
}

/** A value for reading: what was chosen as it was written, what was measured with the digits that tell apart. */
export function valueText(
  value: ComparedValue,
  group: ComparedGroup['name'],
  digits: number
): string {
  if (value.verdict === 'missing') {
    return formatValue(null);
  }
  if (value.value === null) {
    return 'None';
  }
  return group === 'metrics' || group === 'run'
    ? formatValue(value.value, digits)
    : formatChosen(value.value, Math.max(6, digits));
}

/** Lines added and taken away, over all parts of a run's code. */
export function codeSize(
  code: readonly CodeDiff[],
  run: string
): { added: number; removed: number } {
  const lines = code.filter(diff => diff.run === run).flatMap(d => d.lines);
  return {
    added: lines.filter(line => line.op === '+').length,
    removed: lines.filter(line => line.op === '-').length
  };
}

/** Which runs have the baseline's code, and which do not. */
export function byCode(
  runs: readonly ComparedRun[],
  code: readonly CodeDiff[]
): { same: ComparedRun[]; different: ComparedRun[] } {
  const changed = new Set(code.map(diff => diff.run));
  const others = runs.slice(1);
  return {
    same: others.filter(run => !changed.has(run.id)),
    different: others.filter(run => changed.has(run.id))
  };
}
