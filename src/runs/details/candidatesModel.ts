import type { Column, RunRow, StoreChange } from '../../api/types';
import { Followed } from '../../components/followed';
import type { IApi } from '../../tokens';
import { candidateColumns, DURATION, PLACE } from './candidateColumns';

/** So many candidates come at once. */
export const PAGE = 50;

/** The candidates of a search: runs that are a part of another one. */
export class CandidatesModel extends Followed {
  /**
   * @param _run Id of the search.
   * @param wait Milliseconds in which several changes become one request.
   */
  constructor(
    api: IApi,
    private readonly _run: string,
    wait = 300
  ) {
    super(api, wait);
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

  /** Whether nothing has come yet. */
  get waiting(): boolean {
    return this._rows.length === 0 && this.error === null;
  }

  /** Order by a column: first the good way, then the other one. */
  toggleSort(id: string): void {
    const column = this._shown.find(one => one.id === id);
    const [first, second] =
      column?.direction === 'max' ? [`-${id}`, id] : [id, `-${id}`];
    this._sort = this._sort === first ? second : first;
    this.tell();
    void super.refresh();
  }

  /** Let further candidates come. */
  showMore(): void {
    this._limit += PAGE;
    void super.refresh();
  }

  /** Ids of the best candidates, whatever the order of the rows is. */
  async best(count: number): Promise<string[]> {
    const page = await this.api.listRuns({
      parent: this._run,
      sort: PLACE,
      limit: count
    });
    return page.rows.map(row => row.id);
  }

  /** Ask for everything anew, the columns too. */
  override async refresh(): Promise<void> {
    this._columns = null;
    await super.refresh();
  }

  protected override async ask(signal: AbortSignal): Promise<void> {
    const columns =
      this._columns ??
      (await this.api.listColumns({ parent: this._run }, { signal }));
    const wanted = columns.filter(
      ({ group }) => group === 'params' || group === 'metrics'
    );
    const page = await this.api.listRuns(
      {
        parent: this._run,
        sort: this._sort,
        columns: [PLACE, DURATION, ...wanted.map(column => column.id)],
        limit: this._limit
      },
      { signal }
    );
    if (!signal.aborted) {
      this._take(wanted, page.rows, page.total);
    }
  }

  protected override concerns(change: StoreChange): boolean {
    return change.runs.includes(this._run);
  }

  private _take(columns: Column[], rows: RunRow[], total: number): void {
    const kept = new Set(this._shown.map(column => column.id));
    this._columns = columns;
    this._rows = rows;
    this._total = total;
    this._shown = candidateColumns(columns, rows, total, kept);
  }

  private _rows: readonly RunRow[] = [];
  private _total = 0;
  private _columns: readonly Column[] | null = null;
  private _shown: readonly Column[] = [];
  private _sort = PLACE;
  private _limit = PAGE;
}
