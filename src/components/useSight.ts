import React, { useLayoutEffect } from 'react';

/** What part of a scrolling element is in sight. */
export interface ISight {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Follow what part of an element is in sight. */
export function useSight(
  host: React.RefObject<HTMLElement>,
  onChange: (sight: ISight) => void
): void {
  useLayoutEffect(() => {
    const node = host.current;
    if (!node) {
      return;
    }
    const follow = () =>
      onChange({
        left: node.scrollLeft,
        top: node.scrollTop,
        width: node.clientWidth,
        height: node.clientHeight
      });
    const observer = new ResizeObserver(follow);
    observer.observe(node);
    node.addEventListener('scroll', follow, { passive: true });
    follow();
    return () => {
      observer.disconnect();
      node.removeEventListener('scroll', follow);
    };
  }, [host]);
}

/** How far to scroll so that a row or column is in sight; as far as now where it is. */
export function reveal(
  scrolled: number,
  room: number,
  size: number,
  at: number
): number {
  const start = at * size;
  return start < scrolled
    ? start
    : start + size > scrolled + room
      ? start + size - room
      : scrolled;
}
