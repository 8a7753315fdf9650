import React, { useLayoutEffect, useMemo, useRef } from 'react';
import type { CheckedColumn, MonitorCheck } from '../../api/types';

/** What part of a scrolling element is in sight. */
export interface ISight {
  left: number;
  top: number;
  width: number;
  height: number;
}

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

/** Follow what part of the strip is in sight. */
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
