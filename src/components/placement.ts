import type { ILabShell, JupyterFrontEnd } from '@jupyterlab/application';
import type { Widget } from '@lumino/widgets';

/**
 * Show a widget beside the notebook.
 *
 * The page of Notebook 7 holds one main widget and has no lab shell: its right area takes ours.
 */
export function showBeside(
  app: JupyterFrontEnd,
  labShell: ILabShell | null,
  widget: Widget
): void {
  if (!widget.isAttached) {
    app.shell.add(widget, labShell ? 'main' : 'right');
  }
  app.shell.activateById(widget.id);
}
