import { RefObject, useEffect, useRef } from 'react';
import type { MonitorPageModel } from './model';

/**
 * Bring a part into sight once for everybody who came from elsewhere for it.
 *
 * @param ready Whether it is drawn: before, it has no place.
 */
export function useArrival<T extends HTMLElement>(
  model: MonitorPageModel,
  ready: boolean
): RefObject<T> {
  const node = useRef<T>(null);
  const { arrivals } = model;
  useEffect(() => {
    if (ready && arrivals > 0 && model.greet(arrivals)) {
      node.current?.scrollIntoView({ block: 'start' });
    }
  }, [model, arrivals, ready]);
  return node;
}
