import { Signal } from '@lumino/signaling';
import type {
  CellLine,
  Comparison,
  NameChoice,
  RunPage,
  RunRow,
  StoreChange
} from '../../src/api/types';
import type { IApi, IRunQuery, ITrackSettings } from '../../src/tokens';

/** A row of the table as the server sends it. */
export function row(number: number, more: Partial<RunRow> = {}): RunRow {
  return {
    id: `id${number}`,
    number,
    name: `run ${number}`,
    experiment: 'churn',
    status: 'finished',
    started: 1000 + number,
    ended: 1010 + number,
    user: 'ada',
    note: '',
    tags: {},
    values: {},
    spark: [],
    failure: null,
    deleted: false,
    children: 0,
    ...more
  };
}

/** A line under a cell as the kernel sends it. */
export function line(more: Partial<CellLine> = {}): CellLine {
  return {
    run: 'id12',
    number: 12,
    name: 'svc',
    experiment: 'churn',
    status: 'finished',
    started: 1000,
    ended: 1004,
    metrics: [],
    changes: [],
    previous: null,
    rank: null,
    ranked: null,
    failure: null,
    warning: null,
    step: null,
    spark: [],
    repeats: null,
    ...more
  };
}

/** A server with runs 1 to `total`, newest first. What is not used in a test is not there. */
export class FakeApi {
  constructor(public total = 3) {}

  readonly changed = new Signal<IApi, StoreChange>(this as unknown as IApi);
  readonly listRuns = jest.fn(async (query: IRunQuery): Promise<RunPage> => {
    const { offset = 0, limit = 100 } = query;
    const count = Math.max(0, Math.min(limit, this.total - offset));
    const rows = Array.from({ length: count }, (_, index) =>
      row(this.total - offset - index)
    );
    return { rows, total: this.total, running: 0, seq: 1 };
  });
  readonly cellLine = jest.fn(async (run: string): Promise<CellLine> =>
    line({ run })
  );
  readonly compare = jest.fn<Promise<Comparison>, [readonly string[], boolean]>(
    async runs => comparison(runs)
  );
  readonly getRun = jest.fn();
  readonly editRun = jest.fn();
  readonly deleteRuns = jest.fn(async (ids: readonly string[]) => [...ids]);
  readonly restoreRuns = jest.fn(async (ids: readonly string[]) => [...ids]);
  readonly editExperiment = jest.fn();
  readonly listChoices = jest.fn<Promise<NameChoice[]>, []>();
  readonly choose = jest.fn<Promise<NameChoice[]>, [NameChoice]>();

  get api(): IApi {
    return this as unknown as IApi;
  }

  /** Say that something changed in the store. */
  change(change: Partial<StoreChange>): void {
    this.changed.emit({
      seq: 2,
      runs: [],
      experiments: [],
      reset: false,
      ...change
    });
  }
}

/** A comparison of runs that have nothing. */
export function comparison(runs: readonly string[]): Comparison {
  return {
    runs: runs.map((id, index) => ({
      id,
      number: index + 1,
      name: id,
      experiment: 'churn',
      status: 'finished',
      started: 1,
      ended: 2,
      deleted: false
    })),
    sentence: '',
    groups: [],
    code: [],
    curves: []
  };
}

/** Settings that a test can change. */
export class FakeSettings implements ITrackSettings {
  constructor(
    public loadMagics = true,
    public digits = 4
  ) {}

  readonly changed = new Signal<this, void>(this);
  readonly ready = Promise.resolve();
}

/** Wait until everything that was promised is done. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) {
    await Promise.resolve();
  }
}
