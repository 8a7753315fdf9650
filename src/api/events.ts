import type { Event } from '@jupyterlab/services';
import { IDisposable } from '@lumino/disposable';
import { ISignal, Signal } from '@lumino/signaling';
import type { StoreChange } from './types';

/** Must equal the `$id` of the event's schema in `jupyter_mltrack/server/events/`. */
export const CHANGE_EVENT =
  'https://schema.jupyter.org/jupyter_mltrack/change/v1';

/** Picks our changes out of the events that JupyterLab hears anyway. */
export class ChangeStream implements IDisposable {
  constructor(events: Event.IManager) {
    events.stream.connect(this._onEvent, this);
  }

  /** Runs, experiments, models or monitors changed in the store. */
  get changed(): ISignal<this, StoreChange> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
  }

  private _onEvent(_: Event.IManager, event: Event.Emission): void {
    if (event.schema_id === CHANGE_EVENT) {
      this._changed.emit({
        seq: Number(event.seq),
        runs: words(event.runs),
        experiments: words(event.experiments),
        models: words(event.models),
        monitors: words(event.monitors),
        reset: event.reset === true
      });
    }
  }

  private _isDisposed = false;
  private readonly _changed = new Signal<this, StoreChange>(this);
}

function words(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
