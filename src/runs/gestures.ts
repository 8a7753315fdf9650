import type { ISelection } from '../tokens';
import type { RunsModel } from './model';

/** Most rows that one gesture selects. */
export const MOST_SELECTED = 1000;

/** The keys that were held. */
export interface IModifiers {
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
}

/** Where the keyboard is in a list of runs, and what clicks and keys do to the selection: as in the file browser. */
export class Gestures {
  constructor(
    private readonly _model: RunsModel,
    private readonly _selection: ISelection
  ) {}

  /** The row that the keyboard is on; it follows its run when rows move. */
  get active(): number {
    if (this._activeId !== null) {
      const index = this._model.indexOf(this._activeId);
      if (index >= 0) {
        this._active = index;
      }
    }
    return Math.max(0, Math.min(this._active, this._model.total - 1));
  }

  /** The run that the keyboard is on. */
  get activeId(): string | null {
    return this._model.row(this.active)?.id ?? null;
  }

  /** A row was clicked: it alone, it as well, or all up to it. */
  click(index: number, keys: IModifiers): void {
    const row = this._model.row(index);
    if (!row) {
      return;
    }
    if (keys.shiftKey) {
      this._extend(index);
    } else {
      if (keys.ctrlKey || keys.metaKey) {
        this._selection.toggle(row.id);
      } else {
        this._selection.set([row.id]);
      }
      this._anchor = row.id;
    }
    this.move(index);
  }

  /** A row's box was clicked, or Space pressed on it. */
  check(index: number, keys: IModifiers): void {
    const row = this._model.row(index);
    if (!row) {
      return;
    }
    if (keys.shiftKey) {
      this._extend(index);
    } else {
      this._selection.toggle(row.id);
      this._anchor = row.id;
    }
    this.move(index);
  }

  /** The menu was asked for on a row: it acts on the selection, or on that row alone. */
  menu(index: number): void {
    const row = this._model.row(index);
    if (row && !this._selection.has(row.id)) {
      this._selection.set([row.id]);
      this._anchor = row.id;
    }
    this.move(index);
  }

  /**
   * A key was pressed.
   *
   * @param page How many rows are in sight.
   * @returns Whether the key meant something here.
   */
  key(event: IModifiers & { key: string }, page: number): boolean {
    const control = event.ctrlKey || event.metaKey;
    switch (event.key) {
      case 'ArrowDown':
        return this._go(this.active + 1, event);
      case 'ArrowUp':
        return this._go(this.active - 1, event);
      case 'PageDown':
        return this._go(this.active + page, event);
      case 'PageUp':
        return this._go(this.active - page, event);
      case 'Home':
        return this._go(0, event);
      case 'End':
        return this._go(this._model.total - 1, event);
      case ' ':
        this.check(this.active, event);
        return true;
      case 'Escape':
        this._selection.clear();
        return true;
      case 'a':
        if (control) {
          this._select(0, this._model.total - 1);
        }
        return control;
      default:
        return false;
    }
  }

  /** Put the keyboard on a row. */
  move(index: number): void {
    this._active = index;
    this._activeId = this._model.row(index)?.id ?? null;
  }

  private _go(index: number, keys: IModifiers): boolean {
    const next = Math.max(0, Math.min(index, this._model.total - 1));
    if (keys.shiftKey) {
      this._anchor ??= this.activeId;
      this._extend(next);
    }
    this.move(next);
    return true;
  }

  private _extend(index: number): void {
    const from = this._anchor === null ? -1 : this._model.indexOf(this._anchor);
    const start = from < 0 ? this.active : from;
    this._select(Math.min(start, index), Math.max(start, index));
  }

  private _select(first: number, last: number): void {
    const end = Math.min(last, first + MOST_SELECTED - 1);
    void this._model.ids(first, end).then(ids => this._selection.set(ids));
  }

  private _active = 0;
  private _activeId: string | null = null;
  private _anchor: string | null = null;
}
