import type { Event } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';
import { CHANGE_EVENT, ChangeStream } from '../../../src/api/events';
import type { StoreChange } from '../../../src/api/types';

function stream() {
  const owner = {};
  const signal = new Signal<object, Event.Emission>(owner);
  const changes: StoreChange[] = [];
  const ours = new ChangeStream({
    stream: signal
  } as unknown as Event.IManager);
  ours.changed.connect((_, change) => changes.push(change));
  const emit = (event: object) => signal.emit(event as Event.Emission);
  return { ours, changes, emit };
}

it('picks our changes out of what Jupyter says', () => {
  const { changes, emit } = stream();
  emit({ schema_id: 'https://example.org/other', runs: ['x'] });
  emit({
    schema_id: CHANGE_EVENT,
    seq: 7,
    runs: ['a', 'b'],
    experiments: ['churn'],
    models: ['leavers'],
    monitors: ['m1'],
    reset: false
  });
  expect(changes).toEqual([
    {
      seq: 7,
      runs: ['a', 'b'],
      experiments: ['churn'],
      models: ['leavers'],
      monitors: ['m1'],
      reset: false
    }
  ]);
});

it('takes an event of another form without a fault', () => {
  const { changes, emit } = stream();
  emit({ schema_id: CHANGE_EVENT, seq: '9', runs: 'all', reset: 'yes' });
  expect(changes).toEqual([
    {
      seq: 9,
      runs: [],
      experiments: [],
      models: [],
      monitors: [],
      reset: false
    }
  ]);
});

it('says nothing after its end', () => {
  const { ours, changes, emit } = stream();
  ours.dispose();
  emit({ schema_id: CHANGE_EVENT, seq: 1 });
  expect(changes).toEqual([]);
});
