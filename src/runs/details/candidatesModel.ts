import { IDisposable } from '@lumino/disposable';
import { ISignal, Signal } from '@lumino/signaling';
import { ApiError, isAborted } from '../../api/error';
import type { Column, RunRow, StoreChange } from '../../api/types';
import type { IApi } from '../../tokens';
import { candidateColumns, DURATION, PLACE } from './candidateColumns';

/** So many candidates come at once. */
export const PAGE = 50;

/** The candidates of a search: runs that are a part of another one. */
export class CandidatesModel implements IDisposable {
  /**
   * @param _run Id of the search.
   * @param _wait Milliseconds in which several changes become one request.
   */
  constructor(
    private readonly _api: IApi,
    private readonly _run: string,
    private readonly _wait = 300
  ) {
    _api.changed.connect(this._onChange, this);
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get rows(): readonly RunRow[] {
    return this._rows;
  }

  /** How many candidates there are, also beyond those that came. */
  get total(): number {
    return this._total;
  }

  /** Their parameters and metrics. */
  get columns(): readonly Column[] {
    return this._shown;
  }

  /** Id of the column that orders the rows; a leading minus for descending. */
  get sort(): string {
    return this._sort;
  }

  get error(): ApiError | null {
    return this._error;
  }

  /** Whether nothing has come yet. */
  get waiting(): boolean {
    return this._rows.length === 0 && this._error === null;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    clearTimeout(this._timer);
    this._asking?.abort();
    this._api.changed.disconnect(this._onChange, this);
    Signal.clearData(this);
  }

  /** Whether a person sees it; what is unseen asks for nothing. */
  set active(active: boolean) {
    this._active = active;
    if (active && this._old) {
      void this.refresh();
    }
  }

  /** Order by a column: first the good way, then the other one. */
  toggleSort(id: string): void {
    const column = this._shown.find(one => one.id === id);
    const [first, second] =
      column?.direction === 'max' ? [`-${id}`, id] : [id, `-${id}`];
    this._sort = this._sort === first ? second : first;
    this._changed.emit();
    void this.refresh();
  }

  /** Let further candidates come. */
  showMore(): void {
    this._limit += PAGE;
    void this.refresh();
  }

  /** Ids of the best candidates, whatever the order of the rows is. */
  async best(count: number): Promise<string[]> {
    const page = await this._api.listRuns({
      parent: this._run,
      sort: PLACE,
      limit: count
    });
    return page.rows.map(row => row.id);
  }

  /** Ask anew; what is shown stays until the answer is there. */
  async refresh(): Promise<void> {
    this._asking?.abort();
    const asking = (this._asking = new AbortController());
    const { signal } = asking;
    this._old = false;
    try {
      const columns =
        this._columns ??
        (await this._api.listColumns({ parent: this._run }, { signal }));
      const wanted = columns.filter(
        ({ group }) => group === 'params' || group === 'metrics'
      );
      const page = await this._api.listRuns(
        {
          parent: this._run,
          sort: this._sort,
          columns: [PLACE, DURATION, ...wanted.map(column => column.id)],
          limit: this._limit
        },
        { signal }
      );
      if (signal.aborted) {
        return;
      }
      this._take(wanted, page.rows, page.total);
    } catch (reason) {
      if (signal.aborted || isAborted(reason)) {
        return;
      }
      this._error = ApiError.from(reason);
    }
    this._changed.emit();
  }

  private _take(columns: Column[], rows: RunRow[], total: number): void {
    const kept = new Set(this._shown.map(column => column.id));
    this._columns = columns;
    this._rows = rows;
    this._total = total;
    this._shown = candidateColumns(columns, rows, total, kept);
    this._error = null;
  }

  private _onChange(_: IApi, change: StoreChange): void {
    if (!change.reset && !change.runs.includes(this._run)) {
      return;
    }
    this._columns = null;
    this._old = true;
    if (this._active && this._timer === undefined) {
      this._timer = setTimeout(() => {
        this._timer = undefined;
        void this.refresh();
      }, this._wait);
    }
  }

  private readonly _changed = new Signal<this, void>(this);
  private _rows: readonly RunRow[] = [];
  private _total = 0;
  private _columns: readonly Column[] | null = null;
  private _shown: readonly Column[] = [];
  private _sort = PLACE;
  private _limit = PAGE;
  private _error: ApiError | null = null;
  private _active = false;
  private _old = true;
  private _asking: AbortController | null = null;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _isDisposed = false;
}
