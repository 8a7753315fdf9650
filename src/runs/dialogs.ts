import { Dialog, InputDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';

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

async function askText(
  title: string,
  hint: string,
  text: string,
  trans: TranslationBundle
): Promise<string | null> {
  const dialog = new Dialog<string>({
    title,
    body: new TextBody(hint, text),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.okButton({ label: trans.__('Save') })
    ],
    focusNodeSelector: 'textarea'
  });
  const { button, value } = await dialog.launch();
  return button.accept ? value : null;
}

/** A field of several lines; Enter makes a line, Ctrl+Enter is left to the dialog. */
class TextBody extends Widget implements Dialog.IBodyWidget<string> {
  constructor(hint: string, text: string) {
    super();
    this.addClass('jp-MLTrack-textBody');
    const label = document.createElement('label');
    label.textContent = hint;
    this._area.className = 'jp-MLTrack-input jp-mod-styled';
    this._area.rows = 8;
    this._area.value = text;
    this._area.addEventListener('keydown', this);
    label.appendChild(this._area);
    this.node.appendChild(label);
  }

  getValue(): string {
    return this._area.value;
  }

  handleEvent(event: KeyboardEvent): void {
    if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
      event.stopPropagation();
    }
  }

  override dispose(): void {
    this._area.removeEventListener('keydown', this);
    super.dispose();
  }

  private readonly _area = document.createElement('textarea');
}
