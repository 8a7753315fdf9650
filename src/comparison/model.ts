import { IDisposable } from '@lumino/disposable';
import { Throttler } from '@lumino/polling';
import { ISignal, Signal } from '@lumino/signaling';
import { ApiError, isAborted } from '../api/error';
import type { ComparedGroup, Comparison, StoreChange } from '../api/types';
import type { IApi } from '../tokens';

/** Runs that still run change often: the comparison follows at most this often, in milliseconds. */
const PACE = 500;

/** What the tabs are. */
export const TABS = [
  'table',
  'curves',
  'code',
  'parallel',
  'scatter',
  'environment'
] as const;

export type Tab = (typeof TABS)[number];

/** The groups of the table, from what was chosen to what it was chosen in. */
export const TABLE_GROUPS: readonly ComparedGroup['name'][] = [
  'parameters',
  'metrics',
  'data',
  'models',
  'code',
  'environment',
  'run'
];

/** How curves are drawn. */
export interface ICurveOptions {
  /** From 0, none, to below 1. */
  smoothing: number;
  log: boolean;
  x: 'step' | 'time' | 'relative';
}

/** The runs that are compared, what the server says of them, and how it is looked at. */
export class ComparisonModel implements IDisposable {
  /**
   * @param _api The door to the server.
   * @param runs Ids or numbers; the first is the baseline.
   */
  constructor(
    private readonly _api: IApi,
    runs: readonly string[]
  ) {
    this._runs = [...new Set(runs)];
    this._follow = new Throttler(() => this.refresh(), {
      limit: PACE,
      edge: 'trailing'
    });
    _api.changed.connect(this._onChange, this);
  }

  /** Anything that is shown changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Whether these are the runs, in any order, by id or by number. */
  shows(references: readonly string[]): boolean {
    const numbers = new Map(
      this.comparison?.runs.map(run => [String(run.number), run.id])
    );
    const asked = new Set(references.map(one => numbers.get(one) ?? one));
    return (
      asked.size === this._runs.length &&
      this._runs.every(run => asked.has(run))
    );
  }

  /** The runs, the baseline first: ids as soon as the server answered. */
  get runs(): readonly string[] {
    return this._runs;
  }

  /** The newest answer; stays while the next one is on its way. */
  get comparison(): Comparison | null {
    return this._comparison;
  }

  /** What was asked for and is not in the store. */
  get missing(): readonly string[] {
    return this._missing;
  }

  get error(): ApiError | null {
    return this._error;
  }

  get loading(): boolean {
    return this._request !== null;
  }

  get onlyDifferences(): boolean {
    return this._onlyDifferences;
  }

  set onlyDifferences(only: boolean) {
    if (only !== this._onlyDifferences) {
      this._onlyDifferences = only;
      void this.refresh();
    }
  }

  get tab(): Tab {
    return this._tab;
  }

  set tab(tab: Tab) {
    if (tab !== this._tab) {
      this._tab = tab;
      this._changed.emit();
    }
  }

  get curves(): ICurveOptions {
    return this._curves;
  }

  set curves(options: ICurveOptions) {
    this._curves = options;
    this._changed.emit();
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._request?.abort();
      this._follow.dispose();
      Signal.clearData(this);
    }
  }

  /** The rows of one group, nothing where there is no such group. */
  group(name: ComparedGroup['name']): ComparedGroup | undefined {
    return this._comparison?.groups.find(group => group.name === name);
  }

  /** Compare other runs; the first is the baseline. */
  setRuns(runs: readonly string[]): void {
    this._runs = [...new Set(runs)];
    this._missing = this._missing.filter(run => this._runs.includes(run));
    this._changed.emit();
    void this.refresh();
  }

  /** Compare with another run; the order of the others stays. */
  setBaseline(run: string): void {
    if (run !== this._runs[0]) {
      this.setRuns([run, ...this._runs.filter(other => other !== run)]);
    }
  }

  add(runs: readonly string[]): void {
    this.setRuns([...this._runs, ...runs]);
  }

  remove(runs: readonly string[]): void {
    this.setRuns(this._runs.filter(run => !runs.includes(run)));
  }

  /** Ask the server; what is shown stays until it answers. */
  async refresh(): Promise<void> {
    this._request?.abort();
    this._request = null;
    const there = this._runs.filter(run => !this._missing.includes(run));
    if (there.length < 2) {
      this._settle(null, null);
      return;
    }
    const request = new AbortController();
    this._request = request;
    this._changed.emit();
    try {
      const comparison = await this._api.compare(there, this._onlyDifferences, {
        signal: request.signal
      });
      if (request === this._request) {
        this._take(comparison);
      }
    } catch (reason) {
      if (request === this._request && !isAborted(reason)) {
        await this._fail(ApiError.from(reason), there);
      }
    }
  }

  /** Numbers and beginnings of ids become ids, so that events and other views name the same runs. */
  private _take(comparison: Comparison): void {
    this._runs = [...comparison.runs.map(run => run.id), ...this._missing];
    this._settle(comparison, null);
  }

  /** One run that is gone must not hide the others. */
  private async _fail(
    error: ApiError,
    asked: readonly string[]
  ): Promise<void> {
    if (error.code === 'not_found') {
      const gone = await this._gone(asked);
      if (this._isDisposed) {
        return;
      }
      if (gone.length > 0) {
        this._missing = [...this._missing, ...gone];
        await this.refresh();
        return;
      }
    }
    this._settle(this._comparison, error);
  }

  private async _gone(runs: readonly string[]): Promise<string[]> {
    const found = await Promise.allSettled(
      runs.map(run => this._api.getRun(run))
    );
    return runs.filter((_, index) => {
      const answer = found[index];
      return (
        answer.status === 'rejected' &&
        ApiError.from(answer.reason).code === 'not_found'
      );
    });
  }

  private _settle(comparison: Comparison | null, error: ApiError | null): void {
    if (!this._isDisposed) {
      this._request = null;
      this._comparison = comparison;
      this._error = error;
      this._changed.emit();
    }
  }

  private _onChange(_: IApi, change: StoreChange): void {
    if (change.reset || change.runs.some(run => this._runs.includes(run))) {
      void this._follow.invoke();
    }
  }

  private readonly _follow: Throttler;
  private readonly _changed = new Signal<this, void>(this);
  private _runs: readonly string[];
  private _comparison: Comparison | null = null;
  private _missing: readonly string[] = [];
  private _error: ApiError | null = null;
  private _request: AbortController | null = null;
  private _onlyDifferences = true;
  private _tab: Tab = 'table';
  private _curves: ICurveOptions = { smoothing: 0, log: false, x: 'step' };
  private _isDisposed = false;
}
