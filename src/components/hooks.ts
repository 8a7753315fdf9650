import { ISignal } from '@lumino/signaling';
import { useEffect, useReducer, useState } from 'react';

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
