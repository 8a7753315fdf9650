import React from 'react';
import type { WireNumber } from '../tokens';
import { toNumber } from './format';

const WIDTH = 44;
const HEIGHT = 14;
const EDGE = 1.5;

/** A small curve; points that are no numbers leave a gap. Decoration: its values are said elsewhere. */
export function Sparkline(props: {
  points: readonly WireNumber[];
}): React.JSX.Element {
  return (
    <svg
      className="jp-MLTrack-spark"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      aria-hidden="true"
    >
      <path d={sparkPath(props.points.map(toNumber))} />
    </svg>
  );
}

/** The path of a small curve through points at equal distances. */
export function sparkPath(points: readonly number[]): string {
  const finite = points.filter(Number.isFinite);
  if (finite.length < 2) {
    return '';
  }
  const low = Math.min(...finite);
  const high = Math.max(...finite);
  const span = high - low;
  const step = (WIDTH - 2 * EDGE) / (points.length - 1);
  let path = '';
  let pen = 'M';
  points.forEach((value, index) => {
    if (!Number.isFinite(value)) {
      pen = 'M';
      return;
    }
    const x = EDGE + index * step;
    // Dividing first keeps differences of huge numbers finite.
    const part = span > 0 ? value / span - low / span : 0.5;
    const y = HEIGHT - EDGE - part * (HEIGHT - 2 * EDGE);
    path += `${pen}${x.toFixed(1)} ${y.toFixed(1)}`;
    pen = 'L';
  });
  return path;
}
