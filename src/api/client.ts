import { URLExt } from '@jupyterlab/coreutils';
import { Event, ServerConnection } from '@jupyterlab/services';
import { IDisposable } from '@lumino/disposable';
import { ISignal, Signal } from '@lumino/signaling';
import type {
  IApi,
  IColumnScope,
  IFigure,
  IRequestOptions,
  IRunQuery,
  Query
} from '../tokens';
import { ApiError, OFFLINE } from './error';
import { ChangeStream } from './events';
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
import { parse, problem, queryString } from './wire';

/** The typed calls to the server; the only place that fetches. */
export class ApiClient implements IApi, IDisposable {
  constructor(options: ApiClient.IOptions) {
    this._settings = options.serverSettings;
    this._stream = new ChangeStream(options.events);
    this._stream.changed.connect(this._onChange, this);
  }

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
    const status = await this._get<ServerStatus>('status', {}, options);
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
    return this._get(
      'runs',
      { ...rest, columns: columns?.length ? columns : undefined },
      options
    );
  }

  async listColumns(
    scope: IColumnScope = {},
    options?: IRequestOptions
  ): Promise<Column[]> {
    const answer = await this._get<{ columns: Column[] }>(
      'columns',
      { ...scope },
      options
    );
    return answer.columns;
  }

  async listExperiments(options?: IRequestOptions): Promise<ExperimentRow[]> {
    const answer = await this._get<{ experiments: ExperimentRow[] }>(
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
    const row = await this._send<ExperimentRow>(
      'PATCH',
      `experiments/${encodeURIComponent(name)}`,
      edit
    );
    this._tell({ experiments: [name] });
    return row;
  }

  getRun(reference: string, options?: IRequestOptions): Promise<RunDetails> {
    return this._get(`runs/${encodeURIComponent(reference)}`, {}, options);
  }

  async editRun(id: string, edit: RunEdit): Promise<RunDetails> {
    const details = await this._send<RunDetails>(
      'PATCH',
      `runs/${encodeURIComponent(id)}`,
      edit
    );
    this._tell({ runs: [details.run.id] });
    return details;
  }

  async deleteRuns(ids: readonly string[]): Promise<string[]> {
    const answer = await this._send<{ runs: string[] }>('POST', 'runs/delete', {
      runs: ids
    });
    this._tell({ runs: answer.runs });
    return answer.runs;
  }

  async restoreRuns(ids: readonly string[]): Promise<string[]> {
    const answer = await this._send<{ runs: string[] }>(
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
    const answer = await this._get<{ series: Series[] }>(
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
    return this._get(
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
    return this._get(path, query, options);
  }

  cellLine(run: string, options?: IRequestOptions): Promise<CellLine> {
    return this._get(`lines/${encodeURIComponent(run)}`, {}, options);
  }

  async listChoices(options?: IRequestOptions): Promise<NameChoice[]> {
    const { choices } = await this._get<{ choices: NameChoice[] }>(
      'choices',
      {},
      options
    );
    return choices;
  }

  async choose(decided: NameChoice): Promise<NameChoice[]> {
    const { choices } = await this._send<{ choices: NameChoice[] }>(
      'PATCH',
      'choices',
      decided
    );
    return choices;
  }

  async readFile(
    run: string,
    path: string,
    options?: IRequestOptions
  ): Promise<ArrayBuffer> {
    const url = this.fileUrl(run, path);
    const response = await this._fetch(url, { signal: options?.signal });
    if (!response.ok) {
      throw problem(response, parse(await response.text()));
    }
    return response.arrayBuffer();
  }

  fileUrl(run: string, path: string): string {
    const name = path.split('/').map(encodeURIComponent).join('/');
    return this._url(`runs/${encodeURIComponent(run)}/files/${name}`);
  }

  private _url(path: string, query: Query = {}): string {
    const url = URLExt.join(this._settings.baseUrl, 'mltrack', 'api');
    return `${url}/${path}${queryString(query)}`;
  }

  private _get<T>(
    path: string,
    query: Query,
    options?: IRequestOptions
  ): Promise<T> {
    return this._request<T>(this._url(path, query), {
      signal: options?.signal
    });
  }

  private _send<T>(method: string, path: string, body: unknown): Promise<T> {
    return this._request<T>(this._url(path), {
      method,
      body: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json' }
    });
  }

  private async _request<T>(url: string, init: RequestInit): Promise<T> {
    const response = await this._fetch(url, init);
    const body = parse(await response.text());
    if (response.ok && body !== undefined) {
      return body as T;
    }
    throw problem(response, body);
  }

  private async _fetch(url: string, init: RequestInit): Promise<Response> {
    try {
      return await ServerConnection.makeRequest(url, init, this._settings);
    } catch (reason) {
      // A request that we gave up looks like a network error from here.
      if (init.signal?.aborted) {
        throw new DOMException('Given up.', 'AbortError');
      }
      throw new ApiError(OFFLINE, (reason as Error).message, 0);
    }
  }

  /** What we changed ourselves need not wait for the server's event. */
  private _tell(change: Partial<StoreChange>): void {
    this._changed.emit({
      seq: this._seq ?? 0,
      runs: [],
      experiments: [],
      reset: false,
      ...change
    });
  }

  private _onChange(_: ChangeStream, change: StoreChange): void {
    this._seq = change.seq;
    this._changed.emit(change);
  }

  private readonly _settings: ServerConnection.ISettings;
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
