import type { TranslationBundle } from '@jupyterlab/translation';
import type { ComparedGroup, ComparedRow, Comparison } from '../api/types';
import {
  deltaOf,
  groupCount,
  groupTitle,
  rowDigits,
  runLabel,
  showsDelta,
  valueText
} from './words';

/** Write a comparison as a Markdown table, for an issue, a notebook or a mail. */
export function toMarkdown(
  comparison: Comparison,
  digits: number,
  trans: TranslationBundle
): string {
  const { runs, groups, sentence } = comparison;
  const heads = runs.map((run, index) =>
    index === 0 ? trans.__('%1 (baseline)', runLabel(run)) : runLabel(run)
  );
  const lines = [
    escaped(sentence),
    '',
    row(['', ...heads.map(escaped)]),
    row(['---', ...runs.map(() => '---:')])
  ];
  for (const group of groups.filter(one => one.rows.length > 0)) {
    const title = `**${groupTitle(group.name, trans)}** (${groupCount(group, trans)})`;
    lines.push(row([title, ...runs.map(() => '')]));
    for (const one of group.rows) {
      lines.push(
        row([escaped(one.key), ...cells(one, group.name, digits, trans)])
      );
    }
  }
  return lines.join('\n') + '\n';
}

function cells(
  one: ComparedRow,
  group: ComparedGroup['name'],
  most: number,
  trans: TranslationBundle
): string[] {
  const digits = rowDigits(one, most);
  return one.values.map(value => {
    const text = escaped(valueText(value, group, digits));
    const delta = showsDelta(group) ? deltaOf(value, trans) : null;
    const shown = value.best ? `**${text}**` : text;
    return delta
      ? `${shown} (${[delta.arrow + delta.size, delta.word].filter(Boolean).join(' ')})`
      : shown;
  });
}

function row(texts: readonly string[]): string {
  return `| ${texts.join(' | ')} |`;
}

/** A stranger's text as text: no table, no markup, no HTML of its own. */
function escaped(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_[\]|~]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}
