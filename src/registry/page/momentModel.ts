import { IDisposable } from '@lumino/disposable';
import { ISignal, Signal } from '@lumino/signaling';
import { ApiError, isAborted } from '../../api/error';
import type { ModelMoment } from '../../api/types';
import type { IApi } from '../../tokens';

/** A model as it was at the time that somebody looks at. */
export class MomentModel implements IDisposable {
  constructor(private readonly _api: IApi) {}

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** The newest answer; stays while the next one is on its way. */
  get moment(): ModelMoment | null {
    return this._moment;
  }

  /** The time that is looked at, Unix seconds; null follows the newest moment. */
  get time(): number | null {
    return this._time;
  }

  /** Whether the answer is on its way. */
  get loading(): boolean {
    return this._asking !== null;
  }

  get error(): ApiError | null {
    return this._error;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    this._asking?.abort();
    Signal.clearData(this);
  }

  /**
   * Look at a time.
   *
   * @param follow Go on to newer moments when there are some.
   */
  async look(model: string, time: number, follow = false): Promise<void> {
    this._asking?.abort();
    const asking = (this._asking = new AbortController());
    this._time = follow ? null : time;
    this._changed.emit();
    try {
      this._moment = await this._api.registry.moment(model, time, {
        signal: asking.signal
      });
      this._error = null;
    } catch (reason) {
      if (isAborted(reason)) {
        return;
      }
      this._error = ApiError.from(reason);
    }
    if (!this._isDisposed && asking === this._asking) {
      this._asking = null;
      this._changed.emit();
    }
  }

  private readonly _changed = new Signal<this, void>(this);
  private _moment: ModelMoment | null = null;
  private _time: number | null = null;
  private _error: ApiError | null = null;
  private _asking: AbortController | null = null;
  private _isDisposed = false;
}
