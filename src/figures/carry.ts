import type { IFigure } from '../tokens';
import { isAxis } from './theme';

type Json = Record<string, unknown>;

/** The node in which Plotly drew, with what it drew. */
export interface IPlotNode extends HTMLElement {
  data: Json[];
  layout: Json;
  on?: (event: string, listener: (data: unknown) => void) => void;
}

/**
 * Put into a new figure what a person did to the drawn one: zoom, hidden lines, brushes.
 *
 * Only where both figures name the same `uirevision`: otherwise they show different things.
 */
export function carryView(drawn: IPlotNode, next: IFigure): IFigure {
  const layout: Json = (next.layout ??= {});
  if (drawn.layout?.uirevision !== layout.uirevision) {
    return next;
  }
  for (const name of Object.keys(layout).filter(key => isAxis(key))) {
    const before = drawn.layout[name] as Json | undefined;
    const after = layout[name] as Json;
    if (before?.autorange === false && before.type === after.type) {
      after.range = before.range;
      after.autorange = false;
    }
  }
  for (const trace of next.data) {
    const before = drawn.data.find(
      old => old.name === trace.name && old.type === trace.type
    );
    if (before?.visible === 'legendonly') {
      trace.visible = 'legendonly';
    }
    carryBrushes(before, trace);
  }
  return next;
}

function carryBrushes(before: Json | undefined, after: Json): void {
  const old = (before?.dimensions ?? []) as Json[];
  for (const dimension of (after.dimensions ?? []) as Json[]) {
    const same = old.find(one => one.label === dimension.label);
    if (same?.constraintrange) {
      dimension.constraintrange = same.constraintrange;
    }
  }
}
