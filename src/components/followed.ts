import { IDisposable } from '@lumino/disposable';
import { ISignal, Signal } from '@lumino/signaling';
import { ApiError, isAborted, OFFLINE } from '../api/error';
import type { StoreChange } from '../api/types';
import type { IApi } from '../tokens';

/** Milliseconds after which a server that is away is asked again. */
const PATIENCE = 3000;

/** Something of the server that is asked for anew whenever it changed there, while somebody looks at it. */
export abstract class Followed implements IDisposable {
  /**
   * @param _wait Milliseconds in which several changes become one request.
   */
  constructor(
    protected readonly api: IApi,
    private readonly _wait = 150
  ) {
    api.changed.connect(this._onStoreChange, this);
  }

  /** Anything that is shown changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Why the newest state cannot be had. */
  get error(): ApiError | null {
    return this._error;
  }

  /** Whether there was an answer. */
  get loaded(): boolean {
    return this._loaded;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      clearTimeout(this._timer);
      clearTimeout(this._again);
      this._asking?.abort();
      this._parts.forEach(part => part.dispose());
      Signal.clearData(this);
    }
  }

  /** Whether a person sees it; what is unseen asks for nothing. */
  get active(): boolean {
    return this._active;
  }
  set active(active: boolean) {
    this._active = active;
    this._parts.forEach(part => (part.active = active));
    if (active && this._old) {
      void this.refresh();
    }
  }

  /** Take something that is seen whenever this is, and goes with it. */
  addPart(part: Followed): void {
    this._parts.add(part);
    part.active = this._active;
  }

  /** Let go of a part: its place is gone. */
  removePart(part: Followed): void {
    this._parts.delete(part);
    part.dispose();
  }

  /** Ask for everything anew; what is shown stays until the answer. */
  async refresh(): Promise<void> {
    this._asking?.abort();
    clearTimeout(this._again);
    const asking = (this._asking = new AbortController());
    this._old = false;
    let error: ApiError | null = null;
    try {
      await this.ask(asking.signal);
      this._loaded = true;
    } catch (reason) {
      if (isAborted(reason)) {
        return;
      }
      error = ApiError.from(reason);
    }
    if (asking === this._asking && !this._isDisposed) {
      this._error = error;
      if (error?.code === OFFLINE && this._active) {
        this._again = setTimeout(() => void this.refresh(), PATIENCE);
      }
      this._changed.emit();
    }
  }

  /** Ask the server and keep the answers; nothing may be kept after `signal` was aborted. */
  protected abstract ask(signal: AbortSignal): Promise<void>;

  /** Whether a change of the store may be one of this. */
  protected abstract concerns(change: StoreChange): boolean;

  /** Tell those who look. */
  protected tell(): void {
    if (!this._isDisposed) {
      this._changed.emit();
    }
  }

  private _onStoreChange(_: IApi, change: StoreChange): void {
    if (!change.reset && !this.concerns(change)) {
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
  private readonly _parts = new Set<Followed>();
  private _error: ApiError | null = null;
  private _loaded = false;
  private _active = false;
  private _old = true;
  private _asking: AbortController | null = null;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _again: ReturnType<typeof setTimeout> | undefined;
  private _isDisposed = false;
}
