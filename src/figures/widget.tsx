import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import { Message } from '@lumino/messaging';
import { Throttler } from '@lumino/polling';
import { ISignal, Signal } from '@lumino/signaling';
import { Panel } from '@lumino/widgets';
import React from 'react';
import { ApiError, isAborted } from '../api/error';
import type { StoreChange } from '../api/types';
import type {
  IApi,
  IFigure,
  IFigureFactory,
  IFigureWidget,
  Query
} from '../tokens';
import { Drawing } from './drawing';
import { canDraw } from './mime';
import { FigureState, IFigureState, NOTHING } from './state';

/** How long a figure may take before it says that it is coming, in milliseconds. */
const PATIENCE = 300;

/** Runs that still run change often: a figure follows at most this often, in milliseconds. */
const PACE = 1000;

let count = 0;

/** Loads a figure of the server when it comes into sight, draws it, and follows its runs. */
export class FigureWidget extends Panel implements IFigureWidget {
  constructor(private readonly _options: FigureWidget.IOptions) {
    super();
    const { api, rendermime, themeChanged } = _options;
    this._query = _options.query;
    this._runs = _options.runs ?? [];
    this._summaryId = `jp-MLTrack-figure-${(count += 1)}`;
    this.addClass('jp-MLTrack-figure');
    this.node.setAttribute('role', 'figure');
    this.node.setAttribute('aria-label', _options.label);
    this.node.setAttribute('aria-describedby', this._summaryId);
    this._drawing = new Drawing(rendermime);
    this._drawing.runClicked.connect((_, run) => this._runClicked.emit(run));
    this.addWidget(this._drawing);
    this._below = new Below(() => this._renderState());
    this.addWidget(this._below);
    this._follow = new Throttler(() => this._need(), {
      limit: PACE,
      edge: 'trailing'
    });
    this._sight = new IntersectionObserver(entries => this._onSight(entries));
    api.changed.connect(this._onChange, this);
    themeChanged?.connect(this._onTheme, this);
  }

  get query(): Query {
    return this._query;
  }

  set query(query: Query) {
    if (JSON.stringify(query) !== JSON.stringify(this._query)) {
      this._query = query;
      this._need();
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
    if (this.isDisposed) {
      return;
    }
    this._request?.abort();
    clearTimeout(this._patience);
    this._sight.disconnect();
    this._follow.dispose();
    Signal.clearData(this);
    super.dispose();
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this._sight.observe(this.node);
  }

  protected override onBeforeDetach(message: Message): void {
    this._sight.disconnect();
    super.onBeforeDetach(message);
  }

  private _onSight(entries: IntersectionObserverEntry[]): void {
    this._inSight = entries[entries.length - 1].isIntersecting;
    if (this._inSight && this._needed) {
      void this._load();
    } else if (this._inSight) {
      this._drawing.refit();
    }
  }

  private _onChange(_: IApi, change: StoreChange): void {
    if (change.reset || change.runs.some(run => this._runs.includes(run))) {
      void this._follow.invoke();
    }
  }

  private _onTheme(): void {
    this._drawing.recolour();
  }

  /** Load now if somebody can see it, else when somebody does. */
  private _need(): void {
    this._needed = true;
    if (this._inSight) {
      void this._load();
    }
  }

  private async _load(): Promise<void> {
    this._needed = false;
    this._request?.abort();
    const request = new AbortController();
    this._request = request;
    clearTimeout(this._patience);
    this._patience = setTimeout(() => this._show({ slow: true }), PATIENCE);
    this.node.setAttribute('aria-busy', 'true');
    try {
      const { api, path } = this._options;
      await this._draw(
        await api.figure(path, this._query, { signal: request.signal })
      );
    } catch (reason) {
      if (!isAborted(reason) && !this.isDisposed) {
        this._show({ error: ApiError.from(reason) });
      }
    }
    if (request === this._request && !this.isDisposed) {
      clearTimeout(this._patience);
      this._show({ slow: false });
      this.node.removeAttribute('aria-busy');
    }
  }

  private async _draw(figure: IFigure): Promise<void> {
    if (this.isDisposed) {
      return;
    }
    const meta = (figure.layout?.meta ?? {}) as {
      summary?: string;
      notes?: string[];
    };
    const drawable = canDraw(this._options.rendermime);
    const empty = figure.data.length === 0;
    this._show({
      error: null,
      noRenderer: !drawable,
      summary: meta.summary ?? '',
      notes: meta.notes ?? [],
      empty
    });
    this._drawing.setHidden(empty || !drawable);
    if (drawable && !empty) {
      const height = figure.layout?.height;
      this._drawing.node.style.minHeight = height ? `${height}px` : '';
      await this._drawing.draw(this._withoutLegend(figure));
    }
  }

  private _withoutLegend(figure: IFigure): IFigure {
    return this._options.legend === false
      ? { ...figure, layout: { ...figure.layout, showlegend: false } }
      : figure;
  }

  private _show(change: Partial<IFigureState>): void {
    this._state = { ...this._state, ...change };
    this._below.update();
  }

  private _renderState(): React.JSX.Element {
    return (
      <FigureState
        state={this._state}
        summaryId={this._summaryId}
        trans={this._options.trans}
        onRetry={() => void this._load()}
        onCancel={() => this._request?.abort()}
      />
    );
  }

  private readonly _drawing: Drawing;
  private readonly _below: Below;
  private readonly _follow: Throttler;
  private readonly _sight: IntersectionObserver;
  private readonly _summaryId: string;
  private readonly _runClicked = new Signal<this, string>(this);
  private _query: Query;
  private _runs: readonly string[];
  private _state: IFigureState = NOTHING;
  private _request: AbortController | null = null;
  private _patience: ReturnType<typeof setTimeout> | undefined;
  private _needed = true;
  private _inSight = false;
}

/** What stands below a drawing. */
class Below extends ReactWidget {
  constructor(private readonly _draw: () => React.JSX.Element) {
    super();
    this.addClass('jp-MLTrack-figureState');
  }

  protected override render(): React.JSX.Element {
    return this._draw();
  }
}

export namespace FigureWidget {
  /** What a figure needs besides what it shows. */
  export interface IOptions extends IFigureFactory.IOptions {
    api: IApi;
    rendermime: IRenderMimeRegistry;
    trans: TranslationBundle;
    /** Emitted when the theme has changed. */
    themeChanged?: ISignal<unknown, unknown>;
  }
}
