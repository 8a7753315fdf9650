import type { RunEdit } from '../api/types';

export type Tags = Readonly<Record<string, string>>;

/** Write tags for editing: one a line, `key = value`. */
export function writeTags(tags: Tags): string {
  return Object.entries(tags)
    .map(([key, value]) => (value === '' ? key : `${key} = ${value}`))
    .join('\n');
}

/** Read tags as they were edited: one a line; a line without `=` is a tag without a value. */
export function readTags(text: string): Record<string, string> {
  const tags: [string, string][] = [];
  for (const line of text.split('\n')) {
    const at = line.indexOf('=');
    const key = (at < 0 ? line : line.slice(0, at)).trim();
    if (key !== '') {
      tags.push([key, at < 0 ? '' : line.slice(at + 1).trim()]);
    }
  }
  // Not by assignment: a tag may be named `__proto__`.
  return Object.fromEntries(tags);
}

/** What to send so that the tags become these: changed and new ones, and null for those that went. */
export function tagsEdit(before: Tags, after: Tags): RunEdit['tags'] {
  const gone = Object.keys(before).filter(key => !Object.hasOwn(after, key));
  const changed = Object.entries(after).filter(
    ([key, value]) => !Object.hasOwn(before, key) || before[key] !== value
  );
  return Object.fromEntries<string | null>([
    ...gone.map((key): [string, null] => [key, null]),
    ...changed
  ]);
}
