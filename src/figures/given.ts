import type { IFigure, IGivenFigure } from '../tokens';
import { FigurePanel } from './panel';

/** Draws a figure that came with an answer. */
export class GivenFigure extends FigurePanel implements IGivenFigure {
  constructor(options: GivenFigure.IOptions) {
    super(options);
    this._figure = options.figure;
  }

  get figure(): IFigure {
    return this._figure;
  }

  set figure(figure: IFigure) {
    if (JSON.stringify(figure) !== JSON.stringify(this._figure)) {
      this._figure = figure;
      this.need();
    }
  }

  protected override load(): Promise<void> {
    return this.draw(this._figure);
  }

  private _figure: IFigure;
}

export namespace GivenFigure {
  /** A figure, and what draws it. */
  export interface IOptions extends FigurePanel.IOptions {
    figure: IFigure;
  }
}
