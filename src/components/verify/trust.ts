import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { SavedModel } from '../../api/types';

/** Digests of the models that somebody said they trust, as long as this window is open. */
const trusted = new Set<string>();

/** Whether loading a model may run code: asked once for each model, and of those that would. */
export async function mayLoad(
  saved: SavedModel,
  trans: TranslationBundle
): Promise<boolean> {
  if (saved.safe || trusted.has(saved.digest)) {
    return true;
  }
  const { button } = await showDialog({
    title: trans.__('Do you trust whoever made this model?'),
    body: trans.__(
      'It is saved as %1. Loading it runs code that is in its files, in a process of its own on the server, with the rights of the server’s account.',
      saved.format
    ),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.warnButton({ label: trans.__('Trust and verify') })
    ],
    defaultButton: 0
  });
  if (button.accept) {
    trusted.add(saved.digest);
  }
  return button.accept;
}
