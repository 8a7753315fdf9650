import { ISignal, Signal } from '@lumino/signaling';
import { ISelection } from '../tokens';

/** Keeps the selected runs in the order in which they were selected. */
export class Selection implements ISelection {
  get runs(): readonly string[] {
    return this._runs;
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  has(run: string): boolean {
    return this._runs.includes(run);
  }

  indexOf(run: string): number {
    return this._runs.indexOf(run);
  }

  set(runs: readonly string[]): void {
    const next = [...new Set(runs)];
    if (
      next.length !== this._runs.length ||
      next.some((run, index) => run !== this._runs[index])
    ) {
      this._runs = next;
      this._changed.emit();
    }
  }

  add(runs: readonly string[]): void {
    this.set([...this._runs, ...runs]);
  }

  remove(runs: readonly string[]): void {
    this.set(this._runs.filter(run => !runs.includes(run)));
  }

  toggle(run: string): void {
    if (this.has(run)) {
      this.remove([run]);
    } else {
      this.add([run]);
    }
  }

  clear(): void {
    this.set([]);
  }

  private _runs: readonly string[] = [];
  private readonly _changed = new Signal<this, void>(this);
}
