import { ApiError } from '../../api/error';
import type {
  MonitorCheck,
  MonitorDetails,
  StoreChange
} from '../../api/types';
import { Followed } from '../../components/followed';
import type { IApi } from '../../tokens';
import { inPlace } from '../places';

/** What the tabs of a monitor's page are. */
export const TABS = ['drift', 'performance', 'alerts', 'setup'] as const;

export type Tab = (typeof TABS)[number];

/** What is looked at; all of it can be put into the command that opens the page. */
export interface IView {
  tab: Tab;
  /** A column of the data. */
  column: string | null;
  /** The id of a check. */
  check: string | null;
  /** The range of time that is asked for, Unix seconds. */
  since: number | null;
  until: number | null;
}

export const WHOLE: IView = {
  tab: 'drift',
  column: null,
  check: null,
  since: null,
  until: null
};

/** A time after which there are no checks, Unix seconds. */
const LATER = 9e10;

/** Checks from one to another, by their ids. */
export interface IPeriod {
  first: string;
  last: string;
}

/** A monitor with its checks, as new as the store, and what a person looks at. */
export class MonitorPageModel extends Followed {
  constructor(
    api: IApi,
    private _reference: string,
    view: Partial<IView> = {},
    wait?: number
  ) {
    super(api, wait);
    this._view = { ...WHOLE, ...view };
    this._arrivals = view.check ? 1 : 0;
  }

  /** The monitor's id, or its name until it is known. */
  get id(): string {
    return this._details?.row.monitor.id ?? this._reference;
  }

  get name(): string {
    return this._details?.row.monitor.name ?? this._reference;
  }

  /** Whether it shows this monitor. */
  is(reference: string): boolean {
    return [this.id, this.name, this._reference].includes(reference);
  }

  get details(): MonitorDetails | null {
    return this._details;
  }

  /** The checks within the range, the oldest first. */
  get checks(): readonly MonitorCheck[] {
    return this._details?.checks ?? [];
  }

  /** The columns of the checks: the most notable first when they were seen first, then in their places. */
  get columns(): readonly string[] {
    return this._columns;
  }

  /** Changes when a check was added or made again: what was made of the checks is old then. */
  get stamp(): string {
    const made = this.checks.map(check => check.made);
    return `${made.length}/${Math.max(0, ...made)}`;
  }

  /** Whether the monitor was deleted. */
  get gone(): boolean {
    return this._gone;
  }

  get view(): Readonly<IView> {
    return this._view;
  }

  /** The period that was brushed. */
  get period(): IPeriod | null {
    return this._period;
  }

  /** The period that the first one is compared with. */
  get other(): IPeriod | null {
    return this._other;
  }

  /** Whether the next period that is brushed is the one to compare with. */
  get choosing(): boolean {
    return this._choosing;
  }

  /** How often somebody came from elsewhere for something below the strip: it is brought into sight then. */
  get arrivals(): number {
    return this._arrivals;
  }

  /** Whether these arrivals were not greeted yet; they are now. */
  greet(arrivals: number): boolean {
    const fresh = arrivals > this._greeted;
    this._greeted = Math.max(this._greeted, arrivals);
    return fresh;
  }

  /** Look at what a command names. */
  arrive(change: Partial<IView>): void {
    if (change.check !== undefined) {
      this._period = null;
      this._other = null;
      this._choosing = false;
      this._arrivals += 1;
    }
    this.look(change);
  }

  look(change: Partial<IView>): void {
    const before = this._view;
    this._view = { ...before, ...change };
    if (
      before.since !== this._view.since ||
      before.until !== this._view.until
    ) {
      // Another range has other columns on top.
      this._columns = [];
      void this.refresh();
    }
    this.tell();
  }

  /** Look at a column in a check, at a column in the newest one, or at a check. */
  open(column: string | null, check: string | null): void {
    this._other = null;
    this._choosing = false;
    const newest = this.checks[this.checks.length - 1]?.id ?? null;
    // The newest check is another one tomorrow: what is read stays what it is.
    this.look({ tab: 'drift', column, check: check ?? newest });
  }

  /** Look at nothing but the strip. */
  close(): void {
    this._other = null;
    this._choosing = false;
    this.look({ column: null, check: null });
  }

  /** Choose a period, or the one to compare it with. */
  brush(period: IPeriod | null): void {
    if (period === null) {
      this._period = null;
      this._other = null;
      this._choosing = false;
    } else if (this._choosing && this._period) {
      this._other = period;
    } else {
      this._period = period;
      this._other = null;
    }
    this.tell();
  }

  /** Let the next period be the one to compare with. */
  choose(): void {
    this._choosing = true;
    this._other = null;
    this.tell();
  }

  /** Compare the chosen period with another. */
  compareWith(other: IPeriod): void {
    this._choosing = false;
    this._other = other;
    this.look({ column: null, check: null });
  }

  /** The chosen periods stand: what is brushed next begins anew. */
  chosen(): void {
    if (this._choosing && this._other) {
      this._choosing = false;
      this.look({ column: null, check: null });
    }
  }

  /** The checks of a period, the oldest first. */
  checksOf(period: IPeriod): readonly MonitorCheck[] {
    const at = [period.first, period.last].map(id =>
      this.checks.findIndex(check => check.id === id)
    );
    return at.includes(-1)
      ? []
      : this.checks.slice(Math.min(...at), Math.max(...at) + 1);
  }

  /** Narrow everything to the chosen period. */
  zoom(): void {
    const checks = this._period ? this.checksOf(this._period) : [];
    if (checks.length > 0) {
      this._period = null;
      this._other = null;
      this.look({
        since: checks[0].start,
        until: checks[checks.length - 1].end
      });
    }
  }

  protected override async ask(signal: AbortSignal): Promise<void> {
    try {
      const details = await this._newest(signal);
      this._details = details;
      this._columns = inPlace(this._columns, details.columns, name => name);
      this._gone = false;
    } catch (reason) {
      if (
        this._details === null ||
        ApiError.from(reason).code !== 'not_found'
      ) {
        throw reason;
      }
      this._gone = true;
    }
  }

  protected override concerns(change: StoreChange): boolean {
    const { monitors = [] } = change;
    return this._details === null
      ? monitors.length > 0
      : monitors.includes(this.id);
  }

  /**
   * Give the monitor as it is now. A monitor that runs changes every second, its checks seldom do, and many of them
   * are megabytes: those that are known are not asked for again.
   */
  private async _newest(signal: AbortSignal): Promise<MonitorDetails> {
    const { since, until } = this._view;
    const range = `${since}/${until}`;
    const known = this._range === range ? this._details : null;
    if (known) {
      const none = await this.api.monitors.get(
        this.id,
        { since: LATER },
        { signal }
      );
      if (
        none.made === known.made &&
        none.total_checks === known.total_checks
      ) {
        const { checks, columns, more_columns, segments } = known;
        return { ...none, checks, columns, more_columns, segments };
      }
    }
    const details = await this.api.monitors.get(
      this.id,
      { since, until },
      { signal }
    );
    this._range = range;
    return details;
  }

  private _details: MonitorDetails | null = null;
  private _range = '';
  private _columns: readonly string[] = [];
  private _view: IView;
  private _period: IPeriod | null = null;
  private _other: IPeriod | null = null;
  private _choosing = false;
  private _arrivals = 0;
  private _greeted = 0;
  private _gone = false;
}
