import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ApiError } from '../api/error';
import type { RunDetails } from '../api/types';
import { CommandIDs } from '../commands';
import type { IApi } from '../tokens';
import { findCell, ICellFacts, isTracked, TRACK } from './cells';

/** What goes to cells needs of the application. */
export interface ICellParts {
  app: JupyterFrontEnd;
  api: IApi;
  notebooks: INotebookTracker;
  trans: TranslationBundle;
}

/** Put `%%track` on top of the active cell, and the cursor back where it was. */
export function trackActiveCell(parts: ICellParts): void {
  const { app, notebooks, trans } = parts;
  const panel = notebooks.currentWidget;
  const cell = panel?.content.activeCell;
  if (!panel || !cell) {
    Notification.info(trans.__('Open a notebook first.'));
    return;
  }
  app.shell.activateById(panel.id);
  if (cell.model.type !== 'code') {
    Notification.info(
      trans.__('The active cell holds no code: click the one that trains.')
    );
    return;
  }
  const { sharedModel } = cell.model;
  if (!isTracked(sharedModel.getSource())) {
    sharedModel.updateSource(0, 0, `${TRACK}\n`);
  }
  cell.editor?.focus();
}

/** Go to the cell of a run in its notebook. */
export async function jumpToCell(
  parts: ICellParts,
  reference: string
): Promise<void> {
  const { api, trans } = parts;
  let details: RunDetails;
  try {
    details = await api.getRun(reference);
  } catch (reason) {
    Notification.error(ApiError.from(reason).message);
    return;
  }
  const { run } = details;
  if (run.source.kind === 'console' || run.source.path === '') {
    tellGone(
      parts,
      details,
      trans.__('Run %1 was not made in a notebook.', run.number)
    );
    return;
  }
  const path = await pathOf(parts, run.source.path);
  const open = openPanel(parts, details, path);
  if (open) {
    await showCell(parts, open, details);
    return;
  }
  await openAndShow(parts, details, path);
}

/** Paths are kept relative to the folder of the store; Jupyter knows them relative to its own root. */
async function pathOf({ api }: ICellParts, path: string): Promise<string> {
  try {
    const { store } = await api.status();
    // A store above or outside the root: what is below it can have any path of Jupyter's.
    return /^(\/|\.\.|[A-Za-z]:)/.test(store) || store.includes('://')
      ? path
      : PathExt.join(PathExt.dirname(store), path);
  } catch {
    return path;
  }
}

/** The notebook of a run, if it is open: where its cell is, else where its path says. */
function openPanel(
  { notebooks }: ICellParts,
  { run }: RunDetails,
  path: string
): NotebookPanel | undefined {
  const { cell_id } = run.source;
  return (
    notebooks.find(
      panel =>
        cell_id !== null &&
        factsOf(panel).some(cell => cell.code && cell.id === cell_id)
    ) ?? notebooks.find(panel => panel.context.localPath === path)
  );
}

async function openAndShow(
  parts: ICellParts,
  details: RunDetails,
  path: string
): Promise<void> {
  const { app, notebooks, trans } = parts;
  const { number } = details.run;
  try {
    await app.serviceManager.contents.get(path, { content: false });
  } catch {
    tellGone(
      parts,
      details,
      trans.__(
        'Run %1 was made in %2, which is not there any more.',
        number,
        path
      )
    );
    return;
  }
  await app.commands.execute('docmanager:open', { path });
  const panel = notebooks.find(({ context }) => context.localPath === path);
  // A script opens in the editor; Notebook 7 opens a page of its own.
  if (panel) {
    await showCell(parts, panel, details);
  }
}

async function showCell(
  parts: ICellParts,
  panel: NotebookPanel,
  details: RunDetails
): Promise<void> {
  const { app, trans } = parts;
  const { run, code } = details;
  await panel.context.ready;
  await panel.revealed;
  const index = findCell(factsOf(panel), {
    cellId: run.source.cell_id,
    executionCount: run.source.execution_count,
    code
  });
  app.shell.activateById(panel.id);
  if (index < 0) {
    tellGone(
      parts,
      details,
      trans.__(
        'The cell of run %1 is not in %2 any more.',
        run.number,
        panel.title.label
      )
    );
    return;
  }
  const notebook = panel.content;
  notebook.deselectAll();
  notebook.activeCellIndex = index;
  notebook.mode = 'command';
  await notebook.scrollToItem(index, 'smart');
  notebook.activate();
}

function factsOf(panel: NotebookPanel): ICellFacts[] {
  const cells = panel.content.model?.sharedModel.cells ?? [];
  return cells.map(cell => ({
    id: cell.getId(),
    code: cell.cell_type === 'code',
    source: cell.getSource(),
    executionCount:
      'execution_count' in cell ? (cell.execution_count as number | null) : null
  }));
}

/** Say that there is no cell to go to; the code of the run is still there. */
function tellGone(
  { app, trans }: ICellParts,
  { run }: RunDetails,
  message: string
): void {
  Notification.warning(message, {
    autoClose: 10_000,
    actions: [
      {
        label: trans.__('Show the run'),
        callback: () =>
          void app.commands.execute(CommandIDs.openRun, { run: run.id })
      }
    ]
  });
}
