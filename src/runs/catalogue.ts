import { IDisposable } from '@lumino/disposable';
import { ISignal, Signal } from '@lumino/signaling';
import { ApiError } from '../api/error';
import type { Column, ExperimentRow, Problem, StoreChange } from '../api/types';
import type { IApi } from '../tokens';

/** What can be chosen from: the experiments of the store and the columns that its runs have. */
export class Catalogue implements IDisposable {
  /**
   * @param _wait Milliseconds in which several changes become one request.
   */
  constructor(
    private readonly _api: IApi,
    private readonly _wait = 1000
  ) {
    this._api.changed.connect(this._onStoreChange, this);
  }

  /** Experiments, columns or the state of the store changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get experiments(): readonly ExperimentRow[] {
    return this._experiments;
  }

  /** What hinders the store, although it may be readable. */
  get problem(): Problem | null {
    return this._problem;
  }

  /** Whether a person sees the view; an unseen view asks for nothing. */
  set active(active: boolean) {
    this._active = active;
    if (active && this._old) {
      this._old = false;
      void this.refresh();
    }
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    clearTimeout(this._timer);
    Signal.clearData(this);
  }

  /** An experiment by its name. */
  experiment(name: string): ExperimentRow | undefined {
    return this._experiments.find(experiment => experiment.name === name);
  }

  /** The columns of an experiment, or of all runs: what is known now; `changed` tells when more is known. */
  columns(experiment: string | null): readonly Column[] | undefined {
    const known = this._columns.get(experiment);
    if (!known) {
      this._columns.set(experiment, { columns: undefined });
      void this._fetchColumns(experiment);
    }
    return known?.columns;
  }

  /** The columns of an experiment as they are now, once. */
  async askColumns(experiment: string | null): Promise<readonly Column[]> {
    return (await quietly(this._api.listColumns({ experiment }))) ?? [];
  }

  /** The main metrics of the experiments that are shown, as column ids. */
  mainMetrics(experiment: string | null): string[] {
    const shown = this._experiments.filter(
      row => experiment === null || row.name === experiment
    );
    const metrics = shown.flatMap(row =>
      row.main_metric ? [`metrics.${row.main_metric}`] : []
    );
    return [...new Set(metrics)].slice(0, MOST_METRICS);
  }

  /** Ask for everything anew. Errors are left to the rows, which ask the same server. */
  async refresh(): Promise<void> {
    await Promise.all([
      this._fetchExperiments(),
      this._fetchStatus(),
      ...[...this._columns.keys()].map(key => this._fetchColumns(key))
    ]);
  }

  private _onStoreChange(_: IApi, change: StoreChange): void {
    if (!this._active) {
      this._old = true;
    } else if (this._timer === undefined) {
      const wait = change.experiments.length > 0 ? 0 : this._wait;
      this._timer = setTimeout(() => {
        this._timer = undefined;
        void this.refresh();
      }, wait);
    }
  }

  private async _fetchExperiments(): Promise<void> {
    const found = await quietly(this._api.listExperiments());
    if (found && !same(found, this._experiments)) {
      this._experiments = found;
      this._changed.emit();
    }
  }

  private async _fetchStatus(): Promise<void> {
    const status = await quietly(this._api.status());
    if (status && !same(status.problem, this._problem)) {
      this._problem = status.problem;
      this._changed.emit();
    }
  }

  private async _fetchColumns(experiment: string | null): Promise<void> {
    const columns = await quietly(this._api.listColumns({ experiment }));
    const known = this._columns.get(experiment);
    if (columns && !same(columns, known?.columns)) {
      this._columns.set(experiment, { columns });
      this._changed.emit();
    }
  }

  private readonly _changed = new Signal<this, void>(this);
  private readonly _columns = new Map<
    string | null,
    { columns: readonly Column[] | undefined }
  >();
  private _experiments: readonly ExperimentRow[] = [];
  private _problem: Problem | null = null;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _active = false;
  private _old = true;
  private _isDisposed = false;
}

/** A store with hundreds of experiments must not ask for hundreds of columns in a narrow panel. */
const MOST_METRICS = 20;

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The answer, or nothing where the server has a problem that the rows tell about. */
async function quietly<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (reason) {
    if (reason instanceof ApiError) {
      return undefined;
    }
    throw reason;
  }
}
