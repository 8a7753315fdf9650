import { Dialog, InputDialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { telling } from '../components/telling';
import type { IApi } from '../tokens';

/** Names that a list offers. */
const MOST = 1000;

/** Ask which monitor is meant; null when it was called off. */
export async function askMonitor(
  api: IApi,
  trans: TranslationBundle
): Promise<string | null> {
  const page = await telling(
    trans.__('The monitors cannot be listed'),
    api.monitors.list({ limit: MOST })
  );
  const items = page?.rows.map(row => row.monitor.name) ?? [];
  if (items.length === 0) {
    if (page) {
      await showDialog({
        title: trans.__('No monitors yet'),
        body: trans.__(
          'Make one in the side panel, or with mltrack.monitor(…) in a notebook.'
        ),
        buttons: [Dialog.okButton()]
      });
    }
    return null;
  }
  const { button, value } = await InputDialog.getItem({
    title: trans.__('Which monitor?'),
    items
  });
  return button.accept ? value : null;
}

/** Ask once whether a monitor goes for good. */
export async function askDeletion(
  name: string,
  trans: TranslationBundle
): Promise<boolean> {
  const { button } = await showDialog({
    title: trans.__('Delete monitor %1?', name),
    body: trans.__(
      'Its checks, its alerts and the history of its references go with it. The data that it read stay. This cannot be undone.'
    ),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.warnButton({ label: trans.__('Delete') })
    ],
    defaultButton: 0
  });
  return button.accept;
}
