import type { RegistryEvent } from '../api/types';
import { isStage, Stage } from './words';

/** A step of a version's way: registered, or come to a stage. */
export interface IStep {
  /** Null for the step with which it began. */
  stage: Stage | null;
  time: number;
  user: string;
  reason: string;
  /** It came back. */
  back: boolean;
}

/**
 * The way of each version through the stages, by number, the first step first.
 *
 * @param events A model's history in any order.
 */
export function journeys(
  events: readonly RegistryEvent[]
): Map<number, IStep[]> {
  const found = new Map<number, IStep[]>();
  for (const event of [...events].sort((a, b) => a.seq - b.seq)) {
    const { time, user, reason, kind } = event;
    const { versions } = event.details as { versions?: object };
    for (const [number, fields] of Object.entries(versions ?? {})) {
      const stage = (fields as { stage?: unknown } | null)?.stage;
      const steps = found.get(Number(number)) ?? [];
      if (kind === 'version created') {
        steps.push({ stage: null, time, user, reason: '', back: false });
      } else if (isStage(stage)) {
        const back = kind === 'rolled back' && Number(number) === event.version;
        steps.push({ stage, time, user, reason, back });
      }
      found.set(Number(number), steps);
    }
  }
  return found;
}

/** The moments of a history: events of one time are one moment; the oldest first. */
export function moments(events: readonly RegistryEvent[]): RegistryEvent[][] {
  const found: RegistryEvent[][] = [];
  for (const event of [...events].sort((a, b) => a.seq - b.seq)) {
    const last = found[found.length - 1];
    if (last && last[0].time === event.time) {
      last.push(event);
    } else {
      found.push([event]);
    }
  }
  return found;
}
