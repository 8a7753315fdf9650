import type { TranslationBundle } from '@jupyterlab/translation';
import { IDisposable } from '@lumino/disposable';
import { ISignal, Signal } from '@lumino/signaling';
import type { Column } from '../../api/types';
import type { Catalogue } from '../catalogue';
import {
  allColumns,
  arrange,
  ColumnLayout,
  DEFAULT_LAYOUT,
  isShown,
  ITableColumn,
  NUMBER,
  readLayout
} from './columns';
import type { RunsModel } from '../model';

/** The columns of the full table: which there are, which are shown, in which order and how wide. */
export class TableModel implements IDisposable {
  constructor(options: TableModel.IOptions) {
    this._runs = options.runs;
    this._catalogue = options.catalogue;
    this._trans = options.trans;
    this._layout = readLayout(options.layout ?? {});
    this._catalogue.changed.connect(this._update, this);
    this._runs.changed.connect(this._onRuns, this);
    this._update();
  }

  /** Columns or their arrangement changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** All columns, arranged. */
  get columns(): readonly ITableColumn[] {
    return this._columns;
  }

  get layout(): ColumnLayout {
    return this._layout;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
  }

  shows(column: ITableColumn): boolean {
    return isShown(column, this._layout);
  }

  /** Show or hide columns. */
  setShown(ids: readonly string[], shown: boolean): void {
    const { shown: kept, hidden } = this._layout;
    const without = (list: string[]) => list.filter(id => !ids.includes(id));
    this._setLayout({
      shown: shown ? [...without(kept), ...ids] : without(kept),
      hidden: shown ? without(hidden) : [...without(hidden), ...ids]
    });
  }

  /** Keep a column at the left edge, or let it scroll again. */
  pin(id: string, pinned: boolean): void {
    const others = this._layout.pinned.filter(other => other !== id);
    this._setLayout({ pinned: pinned ? [...others, id] : others });
  }

  /** Put a column in front of another one. */
  move(id: string, before: string): void {
    if (id === before || id === NUMBER || before === NUMBER) {
      return;
    }
    const ids = this._columns.map(column => column.id);
    const order = ids.filter(other => other !== id);
    order.splice(order.indexOf(before), 0, id);
    const pinned = this._layout.pinned.filter(other => other !== id);
    const at = pinned.indexOf(before);
    if (at >= 0) {
      pinned.splice(at, 0, id);
    }
    this._setLayout({ order, pinned });
  }

  /** Move a column one place among those that are shown: -1 to the left, 1 to the right. */
  shift(id: string, by: -1 | 1): void {
    const shown = this._columns.filter(column => this.shows(column));
    const at = shown.findIndex(column => column.id === id);
    const other = shown[at + by];
    if (other) {
      if (by < 0) {
        this.move(id, other.id);
      } else {
        this.move(other.id, id);
      }
    }
  }

  resize(widths: Record<string, number>): void {
    this._setLayout({ widths });
  }

  /** Arrange everything as if nobody had. */
  reset(): void {
    this._setLayout(DEFAULT_LAYOUT);
  }

  private _setLayout(change: Partial<ColumnLayout>): void {
    this._layout = { ...this._layout, ...change };
    this._update();
  }

  private _onRuns(): void {
    if (this._runs.query.experiment !== this._experiment) {
      this._update();
    }
  }

  private _update(): void {
    this._experiment = this._runs.query.experiment;
    const found = this._catalogue.columns(this._experiment);
    // Until the columns of another experiment are known, the table keeps those it has.
    this._found = found ?? this._found;
    this._columns = arrange(
      allColumns(this._found ?? [], this._trans),
      this._layout
    );
    this._changed.emit();
    if (this._found) {
      const wanted = this._columns.filter(
        column => this.shows(column) && !column.own
      );
      this._runs.setQuery({ columns: wanted.map(column => column.id) });
    }
  }

  private readonly _runs: RunsModel;
  private readonly _catalogue: Catalogue;
  private readonly _trans: TranslationBundle;
  private readonly _changed = new Signal<this, void>(this);
  private _layout: ColumnLayout;
  private _columns: ITableColumn[] = [];
  private _experiment: string | null = null;
  private _found: readonly Column[] | undefined;
  private _isDisposed = false;
}

export namespace TableModel {
  /** What the model of a table needs. */
  export interface IOptions {
    runs: RunsModel;
    catalogue: Catalogue;
    trans: TranslationBundle;
    /** How the columns were arranged before. */
    layout?: Partial<ColumnLayout>;
  }
}
