import { RefObject, useCallback, useLayoutEffect, useRef } from 'react';
import type { RunsModel } from './model';

/** How long after the last move of the pointer somebody is taken to be reading there, in milliseconds. */
const READING = 4000;

/**
 * Keeps what is being read where it is while rows arrive above it.
 *
 * At the top of a list that nobody points at or has the keyboard in, new rows push the old ones down.
 *
 * @param scroller The element that scrolls.
 * @param height The height of a row in pixels.
 */
export function useScrollAnchor(
  scroller: RefObject<HTMLElement>,
  model: RunsModel,
  height: number
): IScrollAnchor {
  const anchor = useRef<{ id: string; index: number } | null>(null);
  const pointed = useRef(-Infinity);

  const remember = useCallback(() => {
    const node = scroller.current;
    if (node) {
      const index = Math.floor(node.scrollTop / height);
      const row = model.row(index);
      anchor.current = row ? { id: row.id, index } : null;
    }
  }, [scroller, model, height]);

  const { revision, shown } = model;
  const order = JSON.stringify([shown.filter, shown.experiment, shown.sort]);
  const known = useRef(order);
  useLayoutEffect(() => {
    const node = scroller.current;
    if (!node) {
      return;
    }
    if (known.current !== order) {
      // Other runs, or another order: begin at the top.
      known.current = order;
      anchor.current = null;
      node.scrollTop = 0;
    }
    const held = anchor.current;
    const reading =
      node.scrollTop > 0 ||
      node.contains(document.activeElement) ||
      performance.now() - pointed.current < READING;
    if (held && reading) {
      const now = model.indexOf(held.id);
      if (now >= 0 && now !== held.index) {
        node.scrollTop += (now - held.index) * height;
      }
    }
    remember();
  }, [revision, order, scroller, model, height, remember]);

  return {
    onScroll: remember,
    onPointerMove: useCallback(() => {
      pointed.current = performance.now();
    }, []),
    onPointerLeave: useCallback(() => {
      pointed.current = -Infinity;
    }, [])
  };
}

/** What the scrolling element must listen to. */
export interface IScrollAnchor {
  onScroll: () => void;
  onPointerMove: () => void;
  onPointerLeave: () => void;
}
