import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';

/** The type that the renderer of the `plotly` package answers to. */
export const PLOTLY_MIME = 'application/vnd.plotly.v1+json';

/** Whether anything in this JupyterLab draws Plotly figures. */
export function canDraw(rendermime: IRenderMimeRegistry): boolean {
  return rendermime.mimeTypes.includes(PLOTLY_MIME);
}
