import { IRenderMimeRegistry, MimeModel } from '@jupyterlab/rendermime';
import { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { PartialJSONObject } from '@lumino/coreutils';
import { Message } from '@lumino/messaging';
import { ISignal, Signal } from '@lumino/signaling';
import { Panel } from '@lumino/widgets';
import type { IFigure } from '../tokens';
import { carryView, IPlotNode } from './carry';
import { PLOTLY_MIME } from './mime';
import { coloursAt, themed } from './theme';

/** What Plotly offers besides the drawing. */
const CONFIG = {
  displaylogo: false,
  modeBarButtonsToRemove: ['select2d', 'lasso2d', 'autoScale2d']
};

/** Draws one figure through the registered renderer, in the theme's colours and at the size of its node. */
export class Drawing extends Panel {
  constructor(private readonly _rendermime: IRenderMimeRegistry) {
    super();
    this.addClass('jp-MLTrack-drawing');
    this._observer = new ResizeObserver(() => this.refit());
  }

  /** A mark was clicked that names a run. */
  get runClicked(): ISignal<this, string> {
    return this._runClicked;
  }

  override dispose(): void {
    this._observer.disconnect();
    super.dispose();
  }

  /** Draw a figure; zoom and brushes stay where it shows the same things as before. */
  async draw(figure: IFigure): Promise<void> {
    this._figure = figure;
    // The first drawing loads Plotly, which takes seconds: what came in the meantime is drawn afterwards.
    this._drawing ??= this._drawLatest();
    await this._drawing;
  }

  /** Take the colours of the theme anew. */
  recolour(): void {
    if (this._figure && this._plot()) {
      this._redraw(this._figure);
    }
  }

  /** Fit the drawing to the size of its node. */
  refit(): void {
    if (this._plot() && this.node.offsetWidth > 0) {
      this._renderer?.update();
    }
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this._observer.observe(this.node);
  }

  protected override onBeforeDetach(message: Message): void {
    this._observer.disconnect();
    super.onBeforeDetach(message);
  }

  private async _drawLatest(): Promise<void> {
    try {
      for (let drawn: IFigure | null = null; drawn !== this._figure;) {
        drawn = this._figure;
        if (drawn && this._plot()) {
          this._redraw(drawn);
        } else if (drawn) {
          await this._drawFirst(drawn);
        }
      }
    } finally {
      this._drawing = null;
    }
  }

  private async _drawFirst(figure: IFigure): Promise<void> {
    this._renderer?.dispose();
    const renderer = this._rendermime.createRenderer(PLOTLY_MIME);
    this._renderer = renderer;
    this.addWidget(renderer);
    const { data, layout } = themed(figure, coloursAt(this.node));
    // The renderer chooses 360 pixels where no height is said; later it follows the size of its node.
    const shown = { ...layout, height: this.node.clientHeight || undefined };
    const content = { data, layout: shown, config: CONFIG };
    await renderer.renderModel(
      new MimeModel({
        data: { [PLOTLY_MIME]: content as unknown as PartialJSONObject }
      })
    );
    this._plot()?.on?.('plotly_click', event => this._onClick(event));
  }

  private _redraw(figure: IFigure): void {
    const plot = this._plot();
    if (plot) {
      const next = carryView(plot, themed(figure, coloursAt(this.node)));
      plot.data = next.data;
      plot.layout = next.layout ?? {};
      this._renderer?.update();
    }
  }

  private _plot(): IPlotNode | null {
    return this.node.querySelector<IPlotNode>('.js-plotly-plot');
  }

  private _onClick(event: unknown): void {
    const points = (event as { points?: { customdata?: unknown }[] }).points;
    const run = points?.[0]?.customdata;
    if (typeof run === 'string') {
      this._runClicked.emit(run);
    }
  }

  private readonly _observer: ResizeObserver;
  private readonly _runClicked = new Signal<this, string>(this);
  private _figure: IFigure | null = null;
  private _renderer: IRenderMime.IRenderer | null = null;
  private _drawing: Promise<void> | null = null;
}
