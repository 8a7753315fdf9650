import type { DiffLine } from '../api/types';

/** One line of a side by side view: what stood there, and what stands there now. */
export interface IPair {
  old: DiffLine | null;
  new: DiffLine | null;
}

/** Put removed and added lines that follow each other side by side. */
export function sideBySide(lines: readonly DiffLine[]): IPair[] {
  const pairs: IPair[] = [];
  let removed: DiffLine[] = [];
  let added: DiffLine[] = [];
  const flush = () => {
    for (let at = 0; at < Math.max(removed.length, added.length); at += 1) {
      pairs.push({ old: removed[at] ?? null, new: added[at] ?? null });
    }
    removed = [];
    added = [];
  };
  for (const line of lines) {
    if (line.op === '-') {
      removed.push(line);
    } else if (line.op === '+') {
      added.push(line);
    } else {
      flush();
      pairs.push({ old: line, new: line });
    }
  }
  flush();
  return pairs;
}

/** A line in three pieces, of which the middle one differs from its partner's. */
export interface IPieces {
  before: string;
  changed: string;
  after: string;
}

/** What two lines have in common at their ends, and what lies between. */
export function pieces(text: string, partner: string | undefined): IPieces {
  if (partner === undefined) {
    return { before: '', changed: text, after: '' };
  }
  const shortest = Math.min(text.length, partner.length);
  let start = 0;
  while (start < shortest && text[start] === partner[start]) {
    start += 1;
  }
  let end = 0;
  while (
    end < shortest - start &&
    text[text.length - 1 - end] === partner[partner.length - 1 - end]
  ) {
    end += 1;
  }
  // Lines that share next to nothing were not edited but replaced.
  if (start + end < shortest * 0.3) {
    return { before: '', changed: text, after: '' };
  }
  return {
    before: text.slice(0, start),
    changed: text.slice(start, text.length - end),
    after: text.slice(text.length - end)
  };
}
