import type { TranslationBundle } from '@jupyterlab/translation';
import type { Field, IDraft } from './draft';

/** What is wrong with a draft, by field. */
export type Faults = Partial<Record<Field, string>>;

/** Say what is wrong with a draft, by field; what only the server knows, it says. */
export function faultsOf(draft: IDraft, trans: TranslationBundle): Faults {
  const faults: Faults = {};
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

function isNumber(text: string, least = -Infinity): boolean {
  const value = Number(text);
  return text.trim() !== '' && Number.isFinite(value) && value >= least;
}

function isWhole(text: string, least: number): boolean {
  return isNumber(text, least) && Number.isInteger(Number(text));
}
