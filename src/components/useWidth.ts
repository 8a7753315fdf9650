import React, { useLayoutEffect, useRef, useState } from 'react';

/** How wide an element is, followed over changes of its size. */
export function useWidth<T extends HTMLElement>(): {
  node: React.RefObject<T>;
  width: number;
} {
  const node = useRef<T>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = node.current;
    if (!element) {
      return;
    }
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    setWidth(element.clientWidth);
    return () => observer.disconnect();
  }, []);
  return { node, width };
}
