import { Throttler } from '@lumino/polling';
import { ISignal, Signal } from '@lumino/signaling';
import type { StoreChange } from '../api/types';
import type {
  IApi,
  IFigure,
  IFigureFactory,
  IFigureWidget,
  Query
} from '../tokens';
import { FigurePanel } from './panel';

/** How long a figure may take before it says that it is coming, in milliseconds. */
const PATIENCE = 300;

/** Runs that still run change often: a figure follows at most this often, in milliseconds. */
const PACE = 1000;

/** Draws a figure of the server, and follows its runs. */
export class FigureWidget extends FigurePanel implements IFigureWidget {
  constructor(private readonly _options: FigureWidget.IOptions) {
    super(_options);
    this._query = _options.query;
    this._runs = _options.runs ?? [];
    this.drawing.runClicked.connect((_, run) => this._runClicked.emit(run));
    this._follow = new Throttler(() => this.need(), {
      limit: PACE,
      edge: 'trailing'
    });
    _options.api.changed.connect(this._onChange, this);
  }

  get query(): Query {
    return this._query;
  }

  set query(query: Query) {
    if (JSON.stringify(query) !== JSON.stringify(this._query)) {
      this._query = query;
      this.need();
    }
  }

  get runs(): readonly string[] {
    return this._runs;
  }

  set runs(runs: readonly string[]) {
    this._runs = runs;
  }

  get runClicked(): ISignal<this, string> {
    return this._runClicked;
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this._request?.abort();
      clearTimeout(this._patience);
      this._follow.dispose();
      super.dispose();
    }
  }

  protected override async load(): Promise<void> {
    this._request?.abort();
    const request = (this._request = new AbortController());
    clearTimeout(this._patience);
    this._patience = setTimeout(() => this.tell({ slow: true }), PATIENCE);
    this.node.setAttribute('aria-busy', 'true');
    try {
      const { api, path } = this._options;
      const figure = await api.figure(path, this._query, {
        signal: request.signal
      });
      if (!this.isDisposed) {
        const height = figure.layout?.height;
        this.drawing.node.style.minHeight = height ? `${height}px` : '';
        await this.draw(this._withoutLegend(figure));
      }
    } finally {
      if (request === this._request && !this.isDisposed) {
        clearTimeout(this._patience);
        this.tell({ slow: false });
        this.node.removeAttribute('aria-busy');
      }
    }
  }

  protected override cancel(): void {
    this._request?.abort();
  }

  private _onChange(_: IApi, change: StoreChange): void {
    if (change.reset || change.runs.some(run => this._runs.includes(run))) {
      void this._follow.invoke();
    }
  }

  private _withoutLegend(figure: IFigure): IFigure {
    return this._options.legend === false
      ? { ...figure, layout: { ...figure.layout, showlegend: false } }
      : figure;
  }

  private readonly _follow: Throttler;
  private readonly _runClicked = new Signal<this, string>(this);
  private _query: Query;
  private _runs: readonly string[];
  private _request: AbortController | null = null;
  private _patience: ReturnType<typeof setTimeout> | undefined;
}

export namespace FigureWidget {
  /** What a figure needs besides what it shows. */
  export interface IOptions
    extends FigurePanel.IOptions, IFigureFactory.IOptions {
    api: IApi;
  }
}
