import type { MonitorRow, StoreChange } from '../../api/types';
import { Followed } from '../../components/followed';
import { inPlace } from '../places';

/** Monitors in one answer; who has more, searches. */
const PAGE = 200;

/** The monitors that the panel lists. */
export class MonitorsModel extends Followed {
  /** Those with open alerts first, as they stood when the list was asked for first: what is read stays in its place. */
  get rows(): readonly MonitorRow[] {
    return this._rows;
  }

  /** How many monitors match. */
  get total(): number {
    return this._total;
  }

  /** Part of a name or a model. */
  get text(): string {
    return this._text;
  }

  set text(text: string) {
    if (text !== this._text) {
      this._text = text;
      this._rows = [];
      void this.refresh();
    }
  }

  protected override async ask(signal: AbortSignal): Promise<void> {
    const page = await this.api.monitors.list(
      { text: this._text, limit: PAGE },
      { signal }
    );
    this._rows = inPlace(this._rows, page.rows, row => row.monitor.id);
    this._total = page.total;
  }

  protected override concerns(change: StoreChange): boolean {
    return (change.monitors ?? []).length > 0;
  }

  private _rows: readonly MonitorRow[] = [];
  private _total = 0;
  private _text = '';
}
