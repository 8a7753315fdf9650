import { Signal } from '@lumino/signaling';
import type {
  CellLine,
  Column,
  Comparison,
  NameChoice,
  Run,
  RunDetails,
  RunPage,
  RunRow,
  StoreChange
} from '../../src/api/types';
import type {
  IApi,
  IColumnScope,
  IRunQuery,
  ITrackSettings
} from '../../src/tokens';

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

/** A finished run that captured nothing. */
export function run(more: Partial<Run> = {}): Run {
  return {
    id: 'id12',
    experiment: 'churn',
    name: 'svc',
    status: 'finished',
    started: 1000,
    process: { host: 'here', pid: 1, created: 1 },
    number: 12,
    ended: 1004,
    duration: 4,
    user: 'ada',
    note: '',
    deleted: null,
    params: {},
    metrics: {},
    summaries: {},
    tags: {},
    source: {
      kind: 'script',
      path: '',
      cell_id: null,
      execution_count: null,
      code: null,
      context: null
    },
    git: null,
    environment: null,
    failure: null,
    stdout_bytes: 0,
    captured: [],
    left_out: [],
    artifacts: [],
    data: [],
    models: [],
    saved: [],
    verifications: [],
    rounds: {},
    inputs: null,
    parent: null,
    place: 0,
    children: 0,
    ...more
  };
}

/** A run as its page gets it. */
export function details(
  of: Run = run(),
  more: Partial<RunDetails> = {}
): RunDetails {
  return {
    run: of,
    code: null,
    context: [],
    environment: null,
    previous: null,
    rules: {},
    output: null,
    parent: null,
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
  readonly listColumns = jest.fn<Promise<Column[]>, [IColumnScope?]>(
    async () => []
  );
  readonly readFile = jest.fn<Promise<ArrayBuffer>, [string, string]>();
  readonly fileUrl = (id: string, path: string) => `files/${id}/${path}`;
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
      models: [],
      monitors: [],
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
    public digits = 4,
    public tellRequests = true,
    public tellAlerts = true
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
