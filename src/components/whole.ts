import { Dialog, Notification, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

/** Characters of a message that JupyterLab shows; what is longer ends in `…`. */
const SHOWN = 140;

/** What a message needs whose end is not shown: a button that shows all of it. */
export function showingWhole(
  message: string,
  trans: TranslationBundle
): Notification.IAction[] {
  return message.length <= SHOWN
    ? []
    : [
        {
          label: trans.__('Show all'),
          callback: event => {
            // The message stays: it is gone when it is closed.
            event.preventDefault();
            void showDialog({
              title: trans.__('The whole message'),
              body: message,
              buttons: [Dialog.okButton()]
            });
          }
        }
      ];
}
