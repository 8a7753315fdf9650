import { IDisposable } from '@lumino/disposable';
import { ISignal, Signal } from '@lumino/signaling';
import { isAborted } from '../api/error';
import type { CellLine, StoreChange } from '../api/types';
import type { IApi } from '../tokens';

/** The line under a cell: what the notebook says of the run, and while it runs, what the store says. */
export class CellLineModel implements IDisposable {
  /**
   * @param _wait Milliseconds in which several changes become one request.
   */
  constructor(
    private readonly _api: IApi,
    private readonly _wait = 250
  ) {
    _api.changed.connect(this._onChange, this);
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get line(): CellLine | null {
    return this._line;
  }

  /** Whether the store said that the run still runs: a notebook may have been saved while it did. */
  get live(): boolean {
    return this._live && this._line?.status === 'running';
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

  /** Take what the output in the notebook says. */
  setLine(line: CellLine): void {
    if (this._line?.run !== line.run) {
      this._live = false;
    }
    // A run that has ended does not run again: an output may be older than what the store said.
    if (
      this._line?.run === line.run &&
      this._line.status !== 'running' &&
      line.status === 'running'
    ) {
      return;
    }
    this._asking?.abort();
    this._line = line;
    this._changed.emit();
    if (this._follows()) {
      void this._ask();
    }
  }

  private _follows(): boolean {
    return this._line?.status === 'running' && this._line.run !== '';
  }

  private _onChange(_: IApi, change: StoreChange): void {
    if (!this._follows() || this._timer !== undefined) {
      return;
    }
    if (change.reset || change.runs.includes(this._line!.run)) {
      this._timer = setTimeout(() => {
        this._timer = undefined;
        void this._ask();
      }, this._wait);
    }
  }

  private async _ask(): Promise<void> {
    const line = this._line;
    if (this._isDisposed || !line || !this._follows()) {
      return;
    }
    this._asking?.abort();
    const asking = (this._asking = new AbortController());
    try {
      const answer = await this._api.cellLine(line.run, {
        signal: asking.signal
      });
      if (asking.signal.aborted || this._isDisposed) {
        return;
      }
      // The warning is the kernel's: the store cannot know what it was not given.
      this._line = { ...answer, warning: answer.warning ?? line.warning };
      this._live = true;
    } catch (reason) {
      if (isAborted(reason) || asking.signal.aborted) {
        return;
      }
      this._live = false;
    }
    this._changed.emit();
  }

  private readonly _changed = new Signal<this, void>(this);
  private _line: CellLine | null = null;
  private _live = false;
  private _asking: AbortController | null = null;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _isDisposed = false;
}

/** Read a line from the data of an output: strangers write notebooks, so what is not of its form is not taken. */
export function readLine(data: unknown): CellLine | null {
  if (typeof data !== 'object' || data === null) {
    return null;
  }
  const raw = data as Record<string, unknown>;
  const status = STATES.find(state => state === raw.status);
  if (!status) {
    return null;
  }
  return {
    run: text(raw.run) ?? '',
    number: count(raw.number) ?? 0,
    name: text(raw.name) ?? '',
    experiment: text(raw.experiment) ?? '',
    status,
    started: count(raw.started) ?? 0,
    ended: count(raw.ended),
    metrics: list(raw.metrics).flatMap(metric => readMetric(metric) ?? []),
    changes: list(raw.changes).flatMap(change => text(change) ?? []),
    previous: count(raw.previous),
    rank: count(raw.rank),
    ranked: count(raw.ranked),
    failure: text(raw.failure),
    warning: text(raw.warning),
    step: count(raw.step),
    spark: list(raw.spark).flatMap(point => number(point) ?? []),
    repeats: readRepeats(raw.repeats)
  };
}

const STATES = [
  'running',
  'finished',
  'failed',
  'interrupted',
  'lost'
] as const;

function readMetric(data: unknown): CellLine['metrics'][number] | null {
  const raw = (data ?? {}) as Record<string, unknown>;
  const name = text(raw.name);
  const value = number(raw.value);
  if (name === null || value === null) {
    return null;
  }
  return {
    name,
    value,
    delta: number(raw.delta),
    better: typeof raw.better === 'boolean' ? raw.better : null,
    direction:
      raw.direction === 'max' || raw.direction === 'min' ? raw.direction : null
  };
}

function readRepeats(data: unknown): CellLine['repeats'] {
  const raw = (data ?? {}) as Record<string, unknown>;
  const earlier = count(raw.number);
  return earlier === null
    ? null
    : {
        number: earlier,
        metric: text(raw.metric),
        value: number(raw.value),
        duration: number(raw.duration),
        sampled: raw.sampled === true
      };
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function count(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function number(value: unknown): CellLine['spark'][number] | null {
  return value === 'NaN' || value === 'Infinity' || value === '-Infinity'
    ? value
    : count(value);
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
