import { InputDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { askText } from '../components/askText';

/** Ask for the name of a run; null when it was called off. */
export async function askName(
  number: number,
  name: string,
  trans: TranslationBundle
): Promise<string | null> {
  const { button, value } = await InputDialog.getText({
    title: trans.__('Rename run %1', number),
    text: name,
    okLabel: trans.__('Rename')
  });
  return button.accept ? value : null;
}

/** Ask for the note of a run; null when it was called off. */
export function askNote(
  number: number,
  note: string,
  trans: TranslationBundle
): Promise<string | null> {
  return askText(
    trans.__('Note on run %1', number),
    trans.__('Plain text.'),
    note,
    trans
  );
}

/** Ask for the tags of a run, one a line; null when it was called off. */
export function askTags(
  number: number,
  tags: string,
  trans: TranslationBundle
): Promise<string | null> {
  return askText(
    trans.__('Tags of run %1', number),
    trans.__(
      'One a line: key = value. A line that you remove takes its tag away.'
    ),
    tags,
    trans
  );
}
