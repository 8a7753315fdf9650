import { ISignal, Signal } from '@lumino/signaling';
import type { IBell } from '../tokens';

/** Adds up what waits for the user. */
export class Bell implements IBell {
  /** A count changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Those who count something now. */
  get waiting(): readonly IBell.ISource[] {
    return this._sources.filter(source => source.count() > 0);
  }

  /** How much waits. */
  get count(): number {
    return this.waiting.reduce((sum, source) => sum + source.count(), 0);
  }

  add(source: IBell.ISource): void {
    this._sources.push(source);
    source.changed.connect(() => this._changed.emit());
    this._changed.emit();
  }

  private readonly _sources: IBell.ISource[] = [];
  private readonly _changed = new Signal<this, void>(this);
}
