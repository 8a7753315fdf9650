import { ApiError } from '../../api/error';
import type { Alert, StoreChange } from '../../api/types';
import { Followed } from '../../components/followed';
import { inPlace } from '../places';

export type Status = 'open' | 'resolved' | 'all';

/** Alerts in one answer. */
const MOST = 200;

/** Alerts that stay in sight when they no longer have the status that was asked for. */
const MOST_KEPT = 50;

/** The alerts of all monitors. */
export class AlertsModel extends Followed {
  /** The newest first when they were asked for first; then in their places. */
  get alerts(): readonly Alert[] {
    return this._alerts;
  }

  /** How many there are with this status. */
  get total(): number {
    return this._total;
  }

  /** How many are open. */
  get open(): number {
    return this._open;
  }

  get status(): Status {
    return this._status;
  }

  /** The id of the alert that is to be read, which is shown whatever its status. */
  get shown(): string | null {
    return this._shown;
  }

  /** Show the alerts with a status, as they stand now. */
  choose(status: Status): void {
    this._status = status;
    this._shown = null;
    this._alerts = [];
    void this.refresh();
  }

  /** Show one alert among the others. */
  show(alert: string): void {
    this._shown = alert;
    this.tell();
    if (!this._alerts.some(one => one.id === alert)) {
      void this.refresh();
    }
  }

  protected override async ask(signal: AbortSignal): Promise<void> {
    const page = await this.api.monitors.listAlerts(
      { status: this._status, limit: MOST },
      { signal }
    );
    const found = [...page.alerts];
    const there = new Set(found.map(alert => alert.id));
    // What somebody came for, or reads, stays when it is resolved in the meantime.
    const wanted = new Set(this._alerts.slice(0, MOST_KEPT).map(one => one.id));
    if (this._shown) {
      wanted.add(this._shown);
    }
    const others = await Promise.all(
      [...wanted].filter(id => !there.has(id)).map(id => this._one(id, signal))
    );
    if (signal.aborted) {
      return;
    }
    found.push(...others.filter(alert => alert !== null));
    this._alerts = inPlace(this._alerts, found, alert => alert.id);
    this._total = Math.max(page.total, this._alerts.length);
    this._open = page.open;
  }

  protected override concerns(change: StoreChange): boolean {
    return (change.monitors ?? []).length > 0;
  }

  /** An alert by itself; nothing where its monitor was deleted. */
  private async _one(id: string, signal: AbortSignal): Promise<Alert | null> {
    try {
      return (await this.api.monitors.getAlert(id, { signal })).alert;
    } catch (reason) {
      if (ApiError.from(reason).code === 'not_found') {
        return null;
      }
      throw reason;
    }
  }

  private _alerts: readonly Alert[] = [];
  private _total = 0;
  private _open = 0;
  private _status: Status = 'open';
  private _shown: string | null = null;
}
