import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import { ISignal, Signal } from '@lumino/signaling';
import { Panel } from '@lumino/widgets';
import React from 'react';
import { ApiError, isAborted } from '../api/error';
import type { IFigure } from '../tokens';
import { Drawing } from './drawing';
import { canDraw } from './mime';
import { FigureState, IFigureState, NOTHING } from './state';

/** Numbers the figures of this window. */
let made = 0;

/** A drawing that is made when it comes into sight, with its sentence for those who do not see it. */
export abstract class FigurePanel extends Panel {
  constructor(private readonly _parts: FigurePanel.IOptions) {
    super();
    const { label, rendermime, themeChanged } = _parts;
    this._summaryId = `jp-MLTrack-figure-${++made}`;
    this.addClass('jp-MLTrack-figure');
    this.node.setAttribute('role', 'figure');
    this.node.setAttribute('aria-label', label);
    this.node.setAttribute('aria-describedby', this._summaryId);
    this.drawing = new Drawing(rendermime);
    this.addWidget(this.drawing);
    this._below = new Below(() => this._renderState());
    this.addWidget(this._below);
    this._sight = new IntersectionObserver(entries => this._onSight(entries));
    themeChanged?.connect(() => this.drawing.recolour(), this);
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this._sight.disconnect();
      Signal.clearData(this);
      super.dispose();
    }
  }

  protected readonly drawing: Drawing;

  /** Get the figure, and draw it. */
  protected abstract load(): Promise<void>;

  /** Give up what is on its way. */
  protected cancel(): void {
    // A figure that is there already cannot be stopped.
  }

  /** Load now if somebody can see it, else when somebody does. */
  protected need(): void {
    this._needed = true;
    if (this._inSight) {
      void this._load();
    }
  }

  /** Draw a figure, or say why there is no drawing. */
  protected async draw(figure: IFigure): Promise<void> {
    const meta = (figure.layout?.meta ?? {}) as {
      summary?: string;
      notes?: string[];
    };
    const drawable = canDraw(this._parts.rendermime);
    const empty = figure.data.length === 0;
    this.tell({
      error: null,
      noRenderer: !drawable,
      summary: meta.summary ?? '',
      notes: meta.notes ?? [],
      empty
    });
    this.drawing.setHidden(empty || !drawable);
    if (drawable && !empty) {
      await this.drawing.draw(figure);
    }
  }

  /** Say something below the drawing. */
  protected tell(change: Partial<IFigureState>): void {
    if (!this.isDisposed) {
      this._state = { ...this._state, ...change };
      this._below.update();
    }
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
      this.drawing.refit();
    }
  }

  private async _load(): Promise<void> {
    this._needed = false;
    try {
      await this.load();
    } catch (reason) {
      if (!isAborted(reason)) {
        this.tell({ error: ApiError.from(reason) });
      }
    }
  }

  private _renderState(): React.JSX.Element {
    return (
      <FigureState
        state={this._state}
        summaryId={this._summaryId}
        trans={this._parts.trans}
        onRetry={() => void this._load()}
        onCancel={() => this.cancel()}
      />
    );
  }

  private readonly _below: Below;
  private readonly _sight: IntersectionObserver;
  private readonly _summaryId: string;
  private _state: IFigureState = NOTHING;
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

export namespace FigurePanel {
  /** What draws a figure, and how it is called. */
  export interface IOptions {
    /** What a screen reader says of it. */
    label: string;
    rendermime: IRenderMimeRegistry;
    trans: TranslationBundle;
    /** Emitted when the theme has changed. */
    themeChanged?: ISignal<unknown, unknown>;
  }
}
