import { Event, ServerConnection } from '@jupyterlab/services';
import { IDisposable } from '@lumino/disposable';
import { ISignal, Signal } from '@lumino/signaling';
import type {
  IApi,
  IColumnScope,
  IFigure,
  IImportsApi,
  IMonitorsApi,
  IRegistryApi,
  IRequestOptions,
  IRunQuery,
  Query
} from '../tokens';
import { ChangeStream } from './events';
import { importCalls } from './imports';
import { monitorCalls } from './monitors';
import { registryCalls } from './registry';
import { Requests } from './requests';
import type {
  CellLine,
  Column,
  Comparison,
  ExperimentEdit,
  ExperimentRow,
  NameChoice,
  RunDetails,
  RunEdit,
  RunPage,
  Series,
  ServerStatus,
  StoreChange
} from './types';

/** The typed calls to the server; the only place that fetches. */
export class ApiClient implements IApi, IDisposable {
  constructor(options: ApiClient.IOptions) {
    this._requests = new Requests(options.serverSettings);
    this.registry = registryCalls(this._requests, change => this._tell(change));
    this.monitors = monitorCalls(this._requests, change => this._tell(change));
    this.imports = importCalls(this._requests, change => this._tell(change));
    this._stream = new ChangeStream(options.events);
    this._stream.changed.connect(this._onChange, this);
  }

  readonly registry: IRegistryApi;
  readonly monitors: IMonitorsApi;
  readonly imports: IImportsApi;

  get changed(): ISignal<this, StoreChange> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    this._stream.dispose();
    Signal.clearData(this);
  }

  async status(options?: IRequestOptions): Promise<ServerStatus> {
    const status = await this._requests.get<ServerStatus>(
      'status',
      {},
      options
    );
    this._seq ??= status.seq;
    return status;
  }

  /** Ask whether events were missed (a sleeping laptop, a restarted server), and say so if they were. */
  async catchUp(): Promise<void> {
    const known = this._seq;
    const { seq } = await this.status();
    if (known !== undefined && seq !== known && known === this._seq) {
      this._seq = seq;
      this.refresh();
    }
  }

  refresh(): void {
    this._tell({ reset: true });
  }

  listRuns(query: IRunQuery, options?: IRequestOptions): Promise<RunPage> {
    const { columns, ...rest } = query;
    return this._requests.get(
      'runs',
      { ...rest, columns: columns?.length ? columns : undefined },
      options
    );
  }

  async listColumns(
    scope: IColumnScope = {},
    options?: IRequestOptions
  ): Promise<Column[]> {
    const answer = await this._requests.get<{ columns: Column[] }>(
      'columns',
      { ...scope },
      options
    );
    return answer.columns;
  }

  async listExperiments(options?: IRequestOptions): Promise<ExperimentRow[]> {
    const answer = await this._requests.get<{ experiments: ExperimentRow[] }>(
      'experiments',
      {},
      options
    );
    return answer.experiments;
  }

  async editExperiment(
    name: string,
    edit: ExperimentEdit
  ): Promise<ExperimentRow> {
    const row = await this._requests.send<ExperimentRow>(
      'PATCH',
      `experiments/${encodeURIComponent(name)}`,
      edit
    );
    this._tell({ experiments: [name] });
    return row;
  }

  getRun(reference: string, options?: IRequestOptions): Promise<RunDetails> {
    return this._requests.get(
      `runs/${encodeURIComponent(reference)}`,
      {},
      options
    );
  }

  async editRun(id: string, edit: RunEdit): Promise<RunDetails> {
    const details = await this._requests.send<RunDetails>(
      'PATCH',
      `runs/${encodeURIComponent(id)}`,
      edit
    );
    this._tell({ runs: [details.run.id] });
    return details;
  }

  async deleteRuns(ids: readonly string[]): Promise<string[]> {
    const answer = await this._requests.send<{ runs: string[] }>(
      'POST',
      'runs/delete',
      {
        runs: ids
      }
    );
    this._tell({ runs: answer.runs });
    return answer.runs;
  }

  async restoreRuns(ids: readonly string[]): Promise<string[]> {
    const answer = await this._requests.send<{ runs: string[] }>(
      'POST',
      'runs/restore',
      { runs: ids }
    );
    this._tell({ runs: answer.runs });
    return answer.runs;
  }

  async readSeries(
    runs: readonly string[],
    keys?: readonly string[],
    maxPoints?: number,
    options?: IRequestOptions
  ): Promise<Series[]> {
    const answer = await this._requests.get<{ series: Series[] }>(
      'series',
      { runs, keys, max_points: maxPoints },
      options
    );
    return answer.series;
  }

  compare(
    runs: readonly string[],
    onlyDifferences: boolean,
    options?: IRequestOptions
  ): Promise<Comparison> {
    return this._requests.get(
      'comparison',
      { runs, only_differences: onlyDifferences },
      options
    );
  }

  figure(
    path: string,
    query: Query,
    options?: IRequestOptions
  ): Promise<IFigure> {
    return this._requests.get(path, query, options);
  }

  cellLine(run: string, options?: IRequestOptions): Promise<CellLine> {
    return this._requests.get(`lines/${encodeURIComponent(run)}`, {}, options);
  }

  async listChoices(options?: IRequestOptions): Promise<NameChoice[]> {
    const { choices } = await this._requests.get<{ choices: NameChoice[] }>(
      'choices',
      {},
      options
    );
    return choices;
  }

  async choose(decided: NameChoice): Promise<NameChoice[]> {
    const { choices } = await this._requests.send<{ choices: NameChoice[] }>(
      'PATCH',
      'choices',
      decided
    );
    return choices;
  }

  readFile(
    run: string,
    path: string,
    options?: IRequestOptions
  ): Promise<ArrayBuffer> {
    return this._requests.bytes(this.fileUrl(run, path), options);
  }

  fileUrl(run: string, path: string): string {
    const name = path.split('/').map(encodeURIComponent).join('/');
    return this._requests.url(`runs/${encodeURIComponent(run)}/files/${name}`);
  }

  /** What we changed ourselves need not wait for the server's event. */
  private _tell(change: Partial<StoreChange>): void {
    this._changed.emit({
      seq: this._seq ?? 0,
      runs: [],
      experiments: [],
      models: [],
      monitors: [],
      reset: false,
      ...change
    });
  }

  private _onChange(_: ChangeStream, change: StoreChange): void {
    this._seq = change.seq;
    this._changed.emit(change);
  }

  private readonly _requests: Requests;
  private readonly _stream: ChangeStream;
  private readonly _changed = new Signal<this, StoreChange>(this);
  private _seq: number | undefined;
  private _isDisposed = false;
}

export namespace ApiClient {
  /** What the client needs. */
  export interface IOptions {
    serverSettings: ServerConnection.ISettings;
    events: Event.IManager;
  }
}
