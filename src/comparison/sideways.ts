import React, { useCallback, useRef, useState } from 'react';
import { ISight, reveal, useSight } from '../components/useSight';
import { columnsInSight, columnWidths, IWindow } from './window';

/** Follows which columns of a table that scrolls sideways are in sight. */
export function useSidewaysWindow(count: number): {
  scroller: React.RefObject<HTMLDivElement>;
  seen: IWindow;
  name: number;
  width: number;
  reveal: (column: number) => void;
} {
  const scroller = useRef<HTMLDivElement>(null);
  const [sight, setSight] = useState<ISight>({
    left: 0,
    top: 0,
    width: 800,
    height: 0
  });
  useSight(scroller, setSight);
  const { name, value: width } = columnWidths(sight.width, count + 1);
  const show = useCallback(
    (column: number) => {
      const node = scroller.current;
      // Names and baseline always stand at the left edge.
      if (node && column > 1) {
        node.scrollLeft = reveal(
          node.scrollLeft,
          node.clientWidth - name - width,
          width,
          column - 2
        );
      }
    },
    [name, width]
  );
  return {
    scroller,
    seen: columnsInSight(sight.left, sight.width, width, count),
    name,
    width,
    reveal: show
  };
}
