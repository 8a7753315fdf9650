import { Dialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';

/** Ask for a text of several lines; null when it was called off. */
export async function askText(
  title: string,
  hint: string,
  text: string,
  trans: TranslationBundle,
  okLabel = trans.__('Save')
): Promise<string | null> {
  const dialog = new Dialog<string>({
    title,
    body: new TextBody(hint, text),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.okButton({ label: okLabel })
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
