import { Dialog } from '@jupyterlab/apputils';
import type { IDocumentManager } from '@jupyterlab/docmanager';
import { FileDialog } from '@jupyterlab/filebrowser';
import type { TranslationBundle, ITranslator } from '@jupyterlab/translation';
import type { Contents } from '@jupyterlab/services';
import type { CommandRegistry } from '@lumino/commands';
import type { IApi } from '../tokens';
import { ImportDialog } from './dialog';
import { ImportModel } from './model';

/** The drive of files that people edit together: the server's own. */
const SHARED_DRIVE = 'RTC';

/** Files that may be an export, or a store. */
const LIKELY = /\.(mltrack|zip)$|^mltrack\.db$/i;

/** What an import needs. */
export interface IImportingParts {
  readonly api: IApi;
  readonly commands: CommandRegistry;
  /** Knows the server's files; without it, files are uploaded. */
  readonly documents: IDocumentManager | null;
  readonly translator: ITranslator;
  readonly trans: TranslationBundle;
}

/**
 * Let a person import runs or models.
 *
 * @param models Whether it was asked for models rather than for runs.
 * @param path What is looked into at once, below the server's root folder.
 */
export async function importFrom(
  parts: IImportingParts,
  models: boolean,
  path: string | null
): Promise<void> {
  const { api, commands, documents, trans } = parts;
  const model = new ImportModel(api);
  let next = path;
  try {
    for (;;) {
      if (next !== null) {
        void model.look(next);
        next = null;
      }
      let browsing = false;
      const dialog: ImportDialog = new ImportDialog({
        model,
        models,
        commands,
        trans,
        onBrowse: documents
          ? () => {
              browsing = true;
              dialog.reject();
            }
          : null
      });
      await closed(dialog);
      if (!browsing || !documents) {
        return;
      }
      // JupyterLab shows one dialog at a time.
      next = await browse(parts, documents);
    }
  } finally {
    model.dispose();
  }
}

/** Wait until a dialog is closed, however. */
async function closed(dialog: Dialog<unknown>): Promise<void> {
  const gone = new Promise<void>(resolve => {
    dialog.disposed.connect(() => resolve());
  });
  // Who leaves by a link disposes of the dialog: its promise is rejected then.
  dialog.launch().catch(() => undefined);
  await gone;
}

/** Let a file or a folder of the server be chosen; null when it was called off. */
async function browse(
  { translator, trans }: IImportingParts,
  documents: IDocumentManager
): Promise<string | null> {
  const { contents } = documents.services;
  const { button, value } = await FileDialog.getOpenFiles({
    manager: documents,
    translator,
    title: trans.__('Import from'),
    label: trans.__(
      'A file *.mltrack, or the folder that holds a store (.mltrack, which is not shown).'
    ),
    filter: likely
  });
  const chosen = button.accept ? value?.[0] : undefined;
  if (!chosen) {
    return null;
  }
  const drive = contents.driveName(chosen.path);
  return drive === '' || drive === SHARED_DRIVE
    ? contents.localPath(chosen.path)
    : // Another drive's files are not on this server: it will say that there is none.
      chosen.path;
}

function likely(file: Contents.IModel): { score: number } | null {
  return file.type === 'directory' || LIKELY.test(file.name)
    ? { score: 0 }
    : null;
}
