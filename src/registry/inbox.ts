import { ISignal, Signal } from '@lumino/signaling';
import type { RequestRow, StoreChange } from '../api/types';
import type { IApi } from '../tokens';
import { Followed } from '../components/followed';

/** The requests that wait for the user. */
export class InboxModel extends Followed {
  constructor(api: IApi, wait?: number) {
    super(api, wait);
    this.active = true;
  }

  /** The newest first. */
  get requests(): readonly RequestRow[] {
    return this._requests;
  }

  /** A request began to wait; those of the first answer had begun before. */
  get arrived(): ISignal<this, RequestRow> {
    return this._arrived;
  }

  protected override async ask(signal: AbortSignal): Promise<void> {
    const { requests } = await this.api.registry.listWaiting({ signal });
    const known = new Set(this._requests.map(row => row.request.id));
    const fresh = this.loaded
      ? requests.filter(row => !known.has(row.request.id))
      : [];
    this._requests = requests;
    fresh.forEach(row => this._arrived.emit(row));
  }

  protected override concerns(change: StoreChange): boolean {
    return (change.models ?? []).length > 0;
  }

  private readonly _arrived = new Signal<this, RequestRow>(this);
  private _requests: readonly RequestRow[] = [];
}
