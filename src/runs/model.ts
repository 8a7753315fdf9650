import { IDisposable } from '@lumino/disposable';
import { ISignal, Signal } from '@lumino/signaling';
import { ApiError, isAborted, OFFLINE } from '../api/error';
import type { RunPage, RunRow, StoreChange } from '../api/types';
import type { IApi } from '../tokens';
import { PAGE_SIZE, PageCache } from './pages';

export const NEWEST_FIRST = '-run.number';

/** What a view of runs shows. */
export interface IRunsQuery {
  readonly filter: string;
  readonly experiment: string | null;
  readonly sort: string;
  readonly columns: readonly string[];
}

/** The longest wait before a server that did not answer is asked again, in seconds. */
const LONGEST_WAIT = 30;

/**
 * The runs of one view: what is asked for, the rows that are known, how many there are.
 *
 * A new query is answered before it takes the place of the old one, so that a filter with a mistake, or a server that
 * is away, leaves what is shown as it is.
 */
export class RunsModel implements IDisposable {
  constructor(options: RunsModel.IOptions) {
    this._api = options.api;
    this._wait = options.wait ?? 100;
    this._query = {
      filter: '',
      experiment: null,
      sort: NEWEST_FIRST,
      columns: [],
      ...options.query
    };
    this._wanted = this._query;
    this._api.changed.connect(this._onStoreChange, this);
  }

  /** Anything below changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** The query that is wanted; what is shown follows when it is answered. */
  get query(): IRunsQuery {
    return this._wanted;
  }

  /** The query of the rows that are shown. */
  get shown(): IRunsQuery {
    return this._query;
  }

  get total(): number {
    return this._pages.total;
  }

  get running(): number {
    return this._running;
  }

  /** Whether there was an answer at all. */
  get loaded(): boolean {
    return this._loaded;
  }

  /** Whether a query is waiting for its answer. */
  get busy(): boolean {
    return this._asking !== null;
  }

  /** What is wrong with the filter, in the server's words. */
  get filterError(): string | null {
    return this._filterError;
  }

  /** Why the newest rows cannot be had. */
  get error(): ApiError | null {
    return this._error;
  }

  /** Grows when rows may have moved. */
  get revision(): number {
    return this._revision;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    clearTimeout(this._timer);
    clearTimeout(this._retry);
    this._asking?.abort();
    this._fetching?.abort();
    Signal.clearData(this);
  }

  /** Whether a person sees the view; an unseen view asks for nothing. */
  set active(active: boolean) {
    this._active = active;
    if (active) {
      this._schedule(0);
    }
  }

  /** Ask for other runs, another order or other columns. */
  setQuery(change: Partial<IRunsQuery>): void {
    const next = { ...this._wanted, ...change };
    if (JSON.stringify(next) === JSON.stringify(this._wanted)) {
      return;
    }
    this._wanted = next;
    this._filterError = null;
    if (this._active || this._loaded) {
      void this._ask();
    }
    this._changed.emit();
  }

  /** The row at a place of the table, if it is known. */
  row(index: number): RunRow | undefined {
    return this._pages.row(index);
  }

  /** Where a run stands, -1 when that is not known. */
  indexOf(id: string): number {
    return this._pages.indexOf(id);
  }

  /** The run, if a row of it is known. */
  find(id: string): RunRow | undefined {
    return this._pages.row(this._pages.indexOf(id));
  }

  /** The number of a run that was ever seen here. */
  numberOf(id: string): number | undefined {
    return this._numbers.get(id);
  }

  /** All rows that are known, in order. */
  known(): RunRow[] {
    return this._pages.known();
  }

  /** Say which rows are in sight, so that they are there and stay new. */
  show(first: number, last: number): void {
    if (first === this._first && last === this._last) {
      return;
    }
    this._first = first;
    this._last = last;
    if (this._loaded && this._pages.needed(first, last).length > 0) {
      this._schedule(this._wait / 2);
    }
  }

  /** The ids of a range of rows, asked for where they are not known. */
  async ids(first: number, last: number): Promise<string[]> {
    await this._fill(first, Math.min(last, this.total - 1));
    const ids: string[] = [];
    for (let index = first; index <= last; index++) {
      const row = this.row(index);
      if (row) {
        ids.push(row.id);
      }
    }
    return ids;
  }

  /** Ask for everything in sight anew. */
  async refresh(): Promise<void> {
    this._pages.outdate();
    clearTimeout(this._retry);
    await this._update();
  }

  private _onStoreChange(_: IApi, change: StoreChange): void {
    if (change.reset || change.runs.length || change.experiments.length) {
      this._changes += 1;
      this._pages.outdate();
      this._schedule(this._wait);
    }
  }

  private _schedule(wait: number): void {
    if (this._timer === undefined && this._active && !this._isDisposed) {
      this._timer = setTimeout(() => {
        this._timer = undefined;
        void this._update();
      }, wait);
    }
  }

  /** Bring what is in sight up to date; one at a time. */
  private async _update(): Promise<void> {
    if (this._isDisposed) {
      return;
    }
    if (this._updating || this._asking) {
      this._again = true;
      return;
    }
    // What was wanted while nobody looked was not asked for; a filter with a mistake need not be asked again.
    const other = this._wanted !== this._query && this._filterError === null;
    if (!this._loaded || this._error || other) {
      return this._ask();
    }
    this._updating = true;
    try {
      await this._fill(this._first, this._last);
    } catch (reason) {
      if (!isAborted(reason)) {
        this._fail(ApiError.from(reason));
      }
    } finally {
      this._updating = false;
    }
    this._goOn();
  }

  /** Do what was asked for while something else was under way. */
  private _goOn(): void {
    if (this._again) {
      this._again = false;
      this._schedule(this._wait);
    }
  }

  private async _fill(first: number, last: number): Promise<void> {
    const pages = this._pages;
    const query = this._query;
    const version = pages.version;
    const needed = pages.needed(first, Math.min(last, this.total));
    if (needed.length === 0) {
      return;
    }
    this._fetching ??= new AbortController();
    const { signal } = this._fetching;
    await Promise.all(
      needed.map(async page => {
        const answer = await this._request(query, page, signal);
        if (pages === this._pages) {
          this._take(page, answer, version);
        }
      })
    );
  }

  /** Put the wanted query in the place of the shown one, as soon as it is answered. */
  private async _ask(): Promise<void> {
    this._asking?.abort();
    const asking = (this._asking = new AbortController());
    const query = this._wanted;
    // New columns leave the rows where they are: stay at the place that is in sight.
    const stays =
      query.filter === this._query.filter &&
      query.experiment === this._query.experiment &&
      query.sort === this._query.sort;
    const page = stays ? Math.floor(this._first / PAGE_SIZE) : 0;
    const changes = this._changes;
    this._changed.emit();
    try {
      const answer = await this._request(query, page, asking.signal);
      if (this._asking !== asking) {
        return;
      }
      this._asking = null;
      this._fetching?.abort();
      this._fetching = null;
      this._query = query;
      this._pages = new PageCache();
      this._loaded = true;
      this._error = null;
      this._filterError = null;
      this._waited = 1;
      this._take(page, answer, 0);
      if (changes !== this._changes) {
        this._pages.outdate();
      }
      this._schedule(0);
    } catch (reason) {
      if (this._asking === asking && !isAborted(reason)) {
        this._asking = null;
        const error = ApiError.from(reason);
        if (error.status === 400 && query.filter !== '') {
          this._filterError = error.message;
          this._changed.emit();
          if (!this._loaded) {
            // A filter remembered from another day must not hide every run.
            this._wanted = { ...query, filter: '' };
            const message = this._filterError;
            await this._ask();
            this._filterError = message;
            this._changed.emit();
          }
        } else {
          this._fail(error);
        }
      }
    }
    this._goOn();
  }

  private _request(
    query: IRunsQuery,
    page: number,
    signal: AbortSignal
  ): Promise<RunPage> {
    return this._api.listRuns(
      { ...query, limit: PAGE_SIZE, offset: page * PAGE_SIZE },
      { signal }
    );
  }

  private _take(page: number, answer: RunPage, version: number): void {
    this._pages.put(page, answer.rows, answer.total, version);
    this._running = answer.running;
    for (const row of answer.rows) {
      this._numbers.set(row.id, row.number);
    }
    this._error = null;
    this._revision += 1;
    this._changed.emit();
  }

  private _fail(error: ApiError): void {
    this._error = error;
    this._changed.emit();
    if (error.code === OFFLINE && !this._isDisposed) {
      clearTimeout(this._retry);
      this._retry = setTimeout(() => {
        void this.refresh();
      }, this._waited * 1000);
      this._waited = Math.min(LONGEST_WAIT, this._waited * 2);
    }
  }

  private readonly _api: IApi;
  private readonly _wait: number;
  private readonly _changed = new Signal<this, void>(this);
  private readonly _numbers = new Map<string, number>();
  private _query: IRunsQuery;
  private _wanted: IRunsQuery;
  private _pages = new PageCache();
  private _running = 0;
  private _loaded = false;
  private _active = false;
  private _filterError: string | null = null;
  private _error: ApiError | null = null;
  private _revision = 0;
  private _changes = 0;
  private _first = 0;
  private _last = 0;
  private _asking: AbortController | null = null;
  private _fetching: AbortController | null = null;
  private _updating = false;
  private _again = false;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _retry: ReturnType<typeof setTimeout> | undefined;
  private _waited = 1;
  private _isDisposed = false;
}

export namespace RunsModel {
  /** What a model of runs needs. */
  export interface IOptions {
    api: IApi;
    /** What was remembered of the query. */
    query?: Partial<IRunsQuery>;
    /** Milliseconds in which several changes become one request. */
    wait?: number;
  }
}
