import { ISignal } from '@lumino/signaling';
import { useEffect, useMemo, useReducer, useState } from 'react';
import type { Followed } from './followed';

/** Draw anew whenever a signal is emitted. */
export function useSignal<T>(signal: ISignal<T, unknown>): void {
  const [, draw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const onChange = () => draw();
    signal.connect(onChange);
    // What changed between the first drawing and this effect would be missed.
    draw();
    return () => {
      signal.disconnect(onChange);
    };
  }, [signal]);
}

/**
 * Something of the server that a part of a page follows, as long as the part is there and the page is seen.
 *
 * @param make Makes it; a new function makes a new one.
 */
export function usePart<T extends Followed>(page: Followed, make: () => T): T {
  const part = useMemo(make, [make]);
  useSignal(part.changed);
  useEffect(() => {
    page.addPart(part);
    return () => page.removePart(part);
  }, [page, part]);
  return part;
}

/**
 * The present time in Unix seconds, moving on by itself.
 *
 * @param every Seconds between two moves.
 */
export function useNow(every: number): number {
  const [now, setNow] = useState(() => Date.now() / 1000);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now() / 1000), every * 1000);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}
