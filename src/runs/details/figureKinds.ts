import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { Artifact } from '../../api/types';

/** How a figure can be shown: as a picture, by one of JupyterLab's renderers, or not here. */
export type FigureKind = 'picture' | 'plotly' | 'vega' | 'unknown';

/** What a browser shows inside `<img>`, where nothing in it is executed. */
const PICTURES = /^image\/(png|jpeg|gif|webp|svg\+xml)$/;

/** Figures as data, which a renderer draws: of Plotly, of Vega and Vega-Lite (as Altair makes them). */
const DRAWN = /^application\/vnd\.(plotly|vega)(?:lite)?\.v\d+\+json$/;

/** Tell how a figure is shown. Of renderers, those count that are safe with what strangers wrote. */
export function figureKind(
  figure: Artifact,
  rendermime: IRenderMimeRegistry
): FigureKind {
  const type = figure.media_type;
  if (PICTURES.test(type)) {
    return 'picture';
  }
  const drawn = DRAWN.exec(type)?.[1] as 'plotly' | 'vega' | undefined;
  return drawn && rendermime.getFactory(type)?.safe ? drawn : 'unknown';
}
