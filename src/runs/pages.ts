import type { RunRow } from '../api/types';

/** Rows in one request. */
export const PAGE_SIZE = 100;

interface IPage {
  rows: readonly RunRow[];
  version: number;
}

/** The rows that are known of a table that is too long to hold: pages, each as new as the version it was asked at. */
export class PageCache {
  /** How many rows the table has. */
  get total(): number {
    return this._total;
  }

  /** Grows whenever everything known may be old. */
  get version(): number {
    return this._version;
  }

  /** Say that everything known may be old; it stays visible until it is replaced. */
  outdate(): void {
    this._version += 1;
  }

  /** Keep a page. */
  put(
    page: number,
    rows: readonly RunRow[],
    total: number,
    version: number
  ): void {
    const known = this._pages.get(page);
    if (known && known.version > version) {
      return;
    }
    this._pages.set(page, { rows, version });
    this._total = total;
    for (const number of this._pages.keys()) {
      if (number * PAGE_SIZE >= Math.max(total, 1)) {
        this._pages.delete(number);
      }
    }
    this._index = null;
  }

  /** The row at a place of the table, if it is known. */
  row(index: number): RunRow | undefined {
    if (index < 0 || index >= this._total) {
      return undefined;
    }
    return this._pages.get(Math.floor(index / PAGE_SIZE))?.rows[
      index % PAGE_SIZE
    ];
  }

  /** Where a run stands, -1 when that is not known. Of two places of an old and a new page, the newer page's counts. */
  indexOf(id: string): number {
    if (!this._index) {
      this._index = new Map();
      const pages = [...this._pages].sort(
        (a, b) => a[1].version - b[1].version
      );
      for (const [page, { rows }] of pages) {
        rows.forEach((row, place) =>
          this._index?.set(row.id, page * PAGE_SIZE + place)
        );
      }
    }
    return this._index.get(id) ?? -1;
  }

  /** All rows that are known, in the order of the table. */
  known(): RunRow[] {
    return [...this._pages]
      .sort((a, b) => a[0] - b[0])
      .flatMap(([, page]) => page.rows);
  }

  /** The pages of a range of rows that must be asked for. */
  needed(first: number, last: number): number[] {
    const pages: number[] = [];
    const end = Math.floor(Math.max(0, last) / PAGE_SIZE);
    for (
      let page = Math.floor(Math.max(0, first) / PAGE_SIZE);
      page <= end;
      page++
    ) {
      const known = this._pages.get(page);
      if (!known || known.version < this._version) {
        pages.push(page);
      }
    }
    return pages;
  }

  private readonly _pages = new Map<number, IPage>();
  private _index: Map<string, number> | null = null;
  private _total = 0;
  private _version = 0;
}
