import type { ComparedGroup, ComparedRow, Comparison } from '../api/types';
import { byCode } from './words';

/** A row of the table, as it is drawn. */
export type Line =
  | { kind: 'group'; group: Shown; open: boolean }
  | { kind: 'row'; group: Shown; row: ComparedRow }
  | { kind: 'code' };

/** A group of rows; the code has no rows of values. */
export interface Shown {
  name: ComparedGroup['name'];
  differing: number;
  total: number;
  rows: readonly ComparedRow[];
}

/** The groups that have something to show. */
export function shownGroups(
  comparison: Comparison,
  names: readonly ComparedGroup['name'][]
): Shown[] {
  const { runs, code } = comparison;
  return names.flatMap((name): Shown[] => {
    if (name === 'code') {
      const differing = byCode(runs, code).different.length;
      return [{ name, differing, total: runs.length - 1, rows: [] }];
    }
    const group = comparison.groups.find(one => one.name === name);
    return group && group.total > 0 ? [group] : [];
  });
}

/** The lines of groups, without those of the closed ones. */
export function linesOf(
  groups: readonly Shown[],
  closed: ReadonlySet<string>
): Line[] {
  return groups.flatMap((group): Line[] => {
    const open = !closed.has(group.name);
    const head: Line = { kind: 'group', group, open };
    if (!open) {
      return [head];
    }
    if (group.name === 'code') {
      return group.differing > 0 ? [head, { kind: 'code' }] : [head];
    }
    return [
      head,
      ...group.rows.map((row): Line => ({ kind: 'row', group, row }))
    ];
  });
}
