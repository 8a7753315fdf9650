import { IDisposable } from '@lumino/disposable';
import { ISignal, Signal } from '@lumino/signaling';
import { ApiError, isAborted } from '../../api/error';
import type { RunDetails, StoreChange } from '../../api/types';
import type { IApi } from '../../tokens';

/** One run with its texts, as new as the store. */
export class DetailsModel implements IDisposable {
  /**
   * @param _reference Id, number or unique beginning of the id.
   * @param _wait Milliseconds in which several changes become one request.
   */
  constructor(
    private readonly _api: IApi,
    private readonly _reference: string,
    private readonly _wait = 200
  ) {
    this._api.changed.connect(this._onStoreChange, this);
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** What was asked for, until the run's id is known. */
  get reference(): string {
    return this._details?.run.id ?? this._reference;
  }

  /** Whether it is the run that a reference means. */
  is(reference: string): boolean {
    const run = this._details?.run;
    // A candidate has the number of its search.
    return (
      reference === this.reference ||
      (run?.parent === null && reference === String(run.number))
    );
  }

  get details(): RunDetails | null {
    return this._details;
  }

  /** Why the newest state cannot be had. */
  get error(): ApiError | null {
    return this._error;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    clearTimeout(this._timer);
    this._asking?.abort();
    Signal.clearData(this);
  }

  /** Whether a person sees the view; an unseen view asks for nothing. */
  set active(active: boolean) {
    this._active = active;
    if (active && this._old) {
      void this.refresh();
    }
  }

  /** Ask for the run anew. */
  async refresh(): Promise<void> {
    this._asking?.abort();
    const asking = (this._asking = new AbortController());
    this._old = false;
    try {
      this._details = await this._api.getRun(this.reference, {
        signal: asking.signal
      });
      this._error = null;
    } catch (reason) {
      if (isAborted(reason)) {
        return;
      }
      this._error = ApiError.from(reason);
    }
    this._changed.emit();
  }

  private _onStoreChange(_: IApi, change: StoreChange): void {
    if (!change.reset && !change.runs.includes(this.reference)) {
      return;
    }
    this._old = true;
    if (this._active && this._timer === undefined) {
      this._timer = setTimeout(() => {
        this._timer = undefined;
        void this.refresh();
      }, this._wait);
    }
  }

  private readonly _changed = new Signal<this, void>(this);
  private _details: RunDetails | null = null;
  private _error: ApiError | null = null;
  private _active = false;
  private _old = true;
  private _asking: AbortController | null = null;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _isDisposed = false;
}
