import React, { useLayoutEffect, useMemo, useRef } from 'react';
import type { CheckedColumn, MonitorCheck } from '../../api/types';

/** The columns of each check by name. */
export function useCells(
  checks: readonly MonitorCheck[]
): Map<string, Map<string, CheckedColumn>> {
  return useMemo(
    () =>
      new Map(
        checks.map(check => [
          check.id,
          new Map(check.columns.map(column => [column.name, column]))
        ])
      ),
    [checks]
  );
}

/** Show the newest checks at first, and go on with them for whoever looks at them. */
export function useNewestInSight(
  host: React.RefObject<HTMLElement>,
  checks: number,
  cell: number
): void {
  const atEnd = useRef(true);
  // A strip that is hidden, shown or resized scrolls by itself: only what a person does says where they look.
  const width = useRef(0);
  useLayoutEffect(() => {
    const node = host.current;
    if (!node) {
      return;
    }
    const toEnd = () => {
      width.current = node.clientWidth;
      if (atEnd.current) {
        node.scrollLeft = node.scrollWidth;
      }
    };
    const follow = () => {
      if (node.clientWidth === width.current && node.clientWidth > 0) {
        atEnd.current =
          node.scrollLeft + node.clientWidth > node.scrollWidth - 2 * cell;
      }
    };
    toEnd();
    const observer = new ResizeObserver(toEnd);
    observer.observe(node);
    node.addEventListener('scroll', follow, { passive: true });
    return () => {
      observer.disconnect();
      node.removeEventListener('scroll', follow);
    };
  }, [host, checks, cell]);
}
