import { ISignal, Signal } from '@lumino/signaling';
import type { Alert, StoreChange } from '../api/types';
import { Followed } from '../components/followed';
import type { IApi } from '../tokens';
import { isUnseen } from './words';

/** Open alerts in one answer. */
const MOST = 200;

/** The open alerts of all monitors, followed as long as the page is open: they ring the bell. */
export class OpenAlerts extends Followed {
  constructor(api: IApi, wait?: number) {
    super(api, wait);
    this.active = true;
  }

  /** The newest first. */
  get alerts(): readonly Alert[] {
    return this._alerts;
  }

  /** How many are open. */
  get open(): number {
    return this._open;
  }

  /** Alerts were raised that are worth a message; those of the first answer had been raised before. */
  get raised(): ISignal<this, readonly Alert[]> {
    return this._raised;
  }

  protected override async ask(signal: AbortSignal): Promise<void> {
    const page = await this.api.monitors.listAlerts(
      { status: 'open', limit: MOST },
      { signal }
    );
    const now = Date.now() / 1000;
    const fresh = this.loaded
      ? page.alerts.filter(
          alert => !this._told.has(alert.id) && isUnseen(alert, now)
        )
      : [];
    page.alerts.forEach(alert => this._told.add(alert.id));
    this._alerts = page.alerts;
    this._open = page.open;
    if (fresh.length > 0) {
      this._raised.emit(fresh);
    }
  }

  protected override concerns(change: StoreChange): boolean {
    return (change.monitors ?? []).length > 0;
  }

  private readonly _raised = new Signal<this, readonly Alert[]>(this);
  /** Whoever was told of once is not told of again, even when it was out of the answer in between. */
  private readonly _told = new Set<string>();
  private _alerts: readonly Alert[] = [];
  private _open = 0;
}
