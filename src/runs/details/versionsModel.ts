import { IDisposable } from '@lumino/disposable';
import { ISignal, Signal } from '@lumino/signaling';
import type { ModelVersion, StoreChange } from '../../api/types';
import type { IApi } from '../../tokens';

/** The versions that were made from a run. */
export class RunVersionsModel implements IDisposable {
  constructor(
    private readonly _api: IApi,
    private readonly _run: string
  ) {
    _api.changed.connect(this._onStoreChange, this);
    void this.refresh();
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** The newest first. */
  get versions(): readonly ModelVersion[] {
    return this._versions;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
  }

  async refresh(): Promise<void> {
    try {
      this._versions = await this._api.registry.versionsOfRun(this._run);
    } catch {
      // The page that this is a part of says what is wrong with the server.
      return;
    }
    if (!this._isDisposed) {
      this._changed.emit();
    }
  }

  private _onStoreChange(_: IApi, change: StoreChange): void {
    if (change.reset || (change.models ?? []).length > 0) {
      void this.refresh();
    }
  }

  private readonly _changed = new Signal<this, void>(this);
  private _versions: readonly ModelVersion[] = [];
  private _isDisposed = false;
}
