import { RefObject, useEffect, useState } from 'react';

/** So many pixels before something comes into sight it is made ready. */
const AHEAD = '200px';

/** Whether something is in sight, or nearly so; in a folded part and in a hidden tab it is not. */
export function useInSight(ref: RefObject<Element>): boolean {
  const [inSight, setInSight] = useState(false);
  useEffect(() => {
    const node = ref.current;
    if (!node) {
      return;
    }
    const observer = new IntersectionObserver(
      entries => setInSight(entries[entries.length - 1].isIntersecting),
      { rootMargin: AHEAD }
    );
    observer.observe(node);
    return () => observer.disconnect();
  }, [ref]);
  return inSight;
}

/** Whether something has ever been in sight. */
export function useSeen(ref: RefObject<Element>): boolean {
  const inSight = useInSight(ref);
  const [seen, setSeen] = useState(false);
  if (inSight && !seen) {
    setSeen(true);
  }
  return seen;
}
