import { journeys, moments } from '../../../src/registry/journey';
import { event } from './scene';

const registered = event(2, 'version created', {
  version: 1,
  details: { versions: { 1: { run: 'a' } } }
});
const moved = event(3, 'stage set', {
  version: 1,
  details: { stage: 'production', versions: { 1: { stage: 'production' } } }
});
const replaced = event(4, 'stage set', {
  version: 2,
  user: 'bob',
  details: {
    stage: 'production',
    versions: { 2: { stage: 'production' }, 1: { stage: 'archived' } }
  }
});
const back = event(5, 'rolled back', {
  version: 1,
  reason: 'errors',
  details: {
    stage: 'production',
    versions: { 1: { stage: 'production' }, 2: { stage: 'archived' } }
  }
});

describe('the way of a version', () => {
  const ways = journeys([back, replaced, moved, registered]);

  it('goes from its registration through the stages, in the order of events', () => {
    expect(ways.get(1)!.map(step => step.stage)).toEqual([
      null,
      'production',
      'archived',
      'production'
    ]);
  });

  it('says who moved it, also where another version pushed it out', () => {
    expect(ways.get(1)![2].user).toBe('bob');
  });

  it('says of the version that came back that it did', () => {
    expect(ways.get(1)![3]).toMatchObject({ back: true, reason: 'errors' });
    expect(ways.get(2)!.at(-1)).toMatchObject({ back: false });
  });

  it('is not led astray by what is no stage', () => {
    const odd = event(9, 'stage set', {
      details: { versions: { 1: { stage: 'moon' }, 2: null } }
    });
    expect([...journeys([odd]).values()].flat()).toEqual([]);
  });
});

it('what happened at one time is one moment', () => {
  const together = event(6, 'request overtaken', { time: back.time });
  const groups = moments([together, back, moved]);
  expect(groups.map(group => group.map(one => one.seq))).toEqual([[3], [5, 6]]);
});
