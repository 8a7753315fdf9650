import type { IFigure } from '../tokens';

type Json = Record<string, unknown>;

/** The colours of the theme that a figure needs. */
export interface IColours {
  ground: string;
  text: string;
  faint: string;
  line: string;
  raised: string;
  accent: string;
  font: string;
}

/** Read the theme's colours where the figure stands. */
export function coloursAt(node: HTMLElement): IColours {
  const style = getComputedStyle(node);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return {
    ground: read('--jp-layout-color1'),
    text: read('--jp-ui-font-color1'),
    faint: read('--jp-ui-font-color2'),
    line: read('--jp-border-color2'),
    raised: read('--jp-layout-color2'),
    accent: read('--jp-brand-color1'),
    font: read('--jp-ui-font-family')
  };
}

/** Give a figure in the colours of the theme; the one that was given stays as it is. */
export function themed(figure: IFigure, colours: IColours): IFigure {
  const copy = structuredClone(figure);
  const layout: Json = (copy.layout ??= {});
  Object.assign(layout, {
    paper_bgcolor: colours.ground,
    plot_bgcolor: colours.ground,
    font: { color: colours.text, family: colours.font, size: 12 },
    hoverlabel: {
      bgcolor: colours.raised,
      bordercolor: colours.line,
      font: { color: colours.text, family: colours.font }
    },
    modebar: {
      bgcolor: 'rgba(0,0,0,0)',
      color: colours.faint,
      activecolor: colours.accent
    }
  });
  for (const name of Object.keys(layout).filter(key => isAxis(key))) {
    Object.assign(layout[name] as Json, {
      gridcolor: colours.line,
      linecolor: colours.line,
      zerolinecolor: colours.line
    });
  }
  for (const trace of copy.data) {
    if (trace.type === 'parcoords') {
      // What a brush leaves out steps back into the ground instead of turning grey.
      trace.unselected = { line: { color: colours.faint, opacity: 0.15 } };
      trace.rangefont = { color: 'rgba(0,0,0,0)' };
      trace.tickfont = { color: colours.text };
      trace.labelfont = { color: colours.text };
    }
  }
  return copy;
}

/** Whether a name of a layout is that of an axis: `xaxis`, `yaxis2`. */
export function isAxis(name: string): boolean {
  return /^[xy]axis\d*$/.test(name);
}
