import {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { IConsoleTracker } from '@jupyterlab/console';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { Kernel } from '@jupyterlab/services';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { CommandIDs } from '../commands';
import { IApi, ITrackSettings } from '../tokens';
import {
  CellLineRenderer,
  ILineContext,
  LINE_MIME,
  LINE_RANK
} from './lineRenderer';

/** Draws the line under a tracked cell. */
export const linePlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-mltrack:cell-line',
  description: 'Draws the line under a tracked cell.',
  autoStart: true,
  requires: [IApi, ITrackSettings, IRenderMimeRegistry],
  optional: [INotebookTracker, IConsoleTracker, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    api: IApi,
    settings: ITrackSettings,
    rendermime: IRenderMimeRegistry,
    notebooks: INotebookTracker | null,
    consoles: IConsoleTracker | null,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('jupyter_mltrack');
    const { commands } = app;

    const kernelAt = (node: HTMLElement) =>
      [notebooks, consoles]
        .map(tracker => tracker?.find(panel => panel.node.contains(node)))
        .find(panel => panel)?.sessionContext.session?.kernel;
    const interrupt = async (kernel: Kernel.IKernelConnection) => {
      try {
        await kernel.interrupt();
      } catch (reason) {
        Notification.error(
          trans.__('The kernel was not interrupted: %1', String(reason))
        );
      }
    };
    const context: ILineContext = {
      api,
      settings,
      trans,
      actions: node => {
        const kernel = kernelAt(node);
        return {
          compare: run =>
            void commands.execute(CommandIDs.compareWithPrevious, { run }),
          open: run => void commands.execute(CommandIDs.openRun, { run }),
          stop: kernel?.status === 'busy' ? () => void interrupt(kernel) : null
        };
      }
    };
    rendermime.addFactory(
      {
        safe: true,
        mimeTypes: [LINE_MIME],
        createRenderer: () => new CellLineRenderer(context)
      },
      LINE_RANK
    );
  }
};
