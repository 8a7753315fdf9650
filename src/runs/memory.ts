import { IStateDB } from '@jupyterlab/statedb';
import { JSONExt, ReadonlyPartialJSONObject } from '@lumino/coreutils';

/** Remembers how a view was left, over reloads. */
export class ViewMemory<T extends ReadonlyPartialJSONObject> {
  /**
   * @param _state Where to remember; nothing is remembered without it.
   * @param _key The name of the view.
   */
  constructor(
    private readonly _state: IStateDB | null,
    private readonly _key: string
  ) {}

  /** What was remembered, or nothing: also where the state cannot be read, for a view must open. */
  async recall(): Promise<Partial<T>> {
    try {
      const found = (await this._state?.fetch(this._key)) ?? {};
      return JSONExt.isObject(found) ? (found as Partial<T>) : {};
    } catch {
      return {};
    }
  }

  /** Remember, a moment later: people type and drag. */
  keep(view: T): void {
    const text = JSON.stringify(view);
    if (text === this._kept) {
      return;
    }
    this._kept = text;
    clearTimeout(this._timer);
    this._timer = setTimeout(() => {
      void this._state?.save(this._key, view);
    }, 300);
  }

  private _kept = '';
  private _timer: ReturnType<typeof setTimeout> | undefined;
}
