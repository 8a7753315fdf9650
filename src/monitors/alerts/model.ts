import type { Alert, StoreChange } from '../../api/types';
import { Followed } from '../../components/followed';
import { inPlace } from '../places';

export type Status = 'open' | 'resolved' | 'all';

/** Alerts in one answer. */
const MOST = 200;

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

  look(status: Status, shown: string | null = null): void {
    const same = status === this._status;
    this._status = status;
    this._shown = shown;
    if (!same) {
      this._alerts = [];
    }
    this.tell();
    if (!same || (shown && !this._alerts.some(one => one.id === shown))) {
      void this.refresh();
    }
  }

  protected override async ask(signal: AbortSignal): Promise<void> {
    const { monitors } = this.api;
    const page = await monitors.listAlerts(
      { status: this._status, limit: MOST },
      { signal }
    );
    const found = [...page.alerts];
    const shown = this._shown;
    // What somebody came for is there even when it was resolved in the meantime.
    if (shown && !found.some(alert => alert.id === shown)) {
      const details = await monitors
        .getAlert(shown, { signal })
        .catch(() => null);
      if (signal.aborted) {
        return;
      }
      if (details) {
        found.unshift(details.alert);
      }
    }
    this._alerts = inPlace(this._alerts, found, alert => alert.id);
    this._total = page.total;
    this._open = page.open;
  }

  protected override concerns(change: StoreChange): boolean {
    return (change.monitors ?? []).length > 0;
  }

  private _alerts: readonly Alert[] = [];
  private _total = 0;
  private _open = 0;
  private _status: Status = 'open';
  private _shown: string | null = null;
}
