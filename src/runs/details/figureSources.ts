import type { FigureKind } from './figureKinds';

/** Names of Plotly's traces that are drawn on maps, which it fetches. */
const ON_MAPS = /^(choropleth|scattergeo|density)(map|mapbox)?$|map(box)?$/;

/** Where Vega's figures hold their data. */
const ROWS = new Set(['values', 'datasets']);

/** Where Plotly fetches the outlines of maps. */
const OUTLINES = 'cdn.plot.ly';

/** Stands for an address that is made when the figure is drawn. */
export const COMPUTED = '*';

/**
 * Tell from where a figure would load something when it is drawn: the hosts, `COMPUTED` among them where the figure
 * makes addresses itself. A run may be a stranger's, and whoever looks at it did not choose to call there.
 *
 * @param content What the renderer gets.
 * @param kind What draws it.
 */
export function foreignSources(content: unknown, kind: FigureKind): string[] {
  const found = new Set<string>();
  const look = (part: unknown, inside: string) => {
    if (Array.isArray(part)) {
      part.forEach(one => look(one, inside));
    } else if (part !== null && typeof part === 'object') {
      for (const [name, value] of Object.entries(part)) {
        if (isAddress(name, value, inside, part, kind)) {
          add(value);
        }
        // Rows are no addresses, whatever their columns are called: what uses them as such names the column.
        if (kind === 'plotly' || !ROWS.has(name)) {
          look(value, name);
        }
      }
    }
  };
  const add = (value: unknown) => {
    const host = typeof value === 'string' ? hostOf(value) : COMPUTED;
    if (host) {
      found.add(host);
    }
  };
  look(content, '');
  if (kind === 'plotly' && isOnMap(content)) {
    found.add(OUTLINES);
  }
  return [...found].sort();
}

function isAddress(
  name: string,
  value: unknown,
  inside: string,
  part: object,
  kind: FigureKind
): boolean {
  if (kind === 'plotly') {
    const picture =
      inside === 'images' || (part as { type?: unknown }).type === 'image';
    return name === 'source' && picture && typeof value === 'string';
  }
  if (name === 'config' || name === 'patch') {
    // A figure can ask its renderer to fetch these; as a rule they stand in it.
    return typeof value === 'string';
  }
  // Of data, of a picture as a mark, of one that a field or an expression names.
  return name === 'url' && (typeof value === 'string' || isObject(value));
}

function isOnMap(content: unknown): boolean {
  const { data, layout } = (content ?? {}) as Record<string, unknown>;
  const traces = Array.isArray(data) ? data : [];
  const drawn = traces.some(trace =>
    ON_MAPS.test(String((trace as { type?: unknown } | null)?.type ?? ''))
  );
  const ground = Object.keys(isObject(layout) ? layout : {});
  return drawn || ground.some(name => /^(geo|map|mapbox)\d*$/.test(name));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** The host of an address; the empty one where nothing is fetched. */
function hostOf(address: string): string {
  if (/^\s*data:/i.test(address)) {
    return '';
  }
  try {
    return new URL(address, document.baseURI).host || COMPUTED;
  } catch {
    return COMPUTED;
  }
}
