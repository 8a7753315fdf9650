import {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IThemeManager } from '@jupyterlab/apputils';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { IApi, IFigureFactory } from '../tokens';
import { GivenFigure } from './given';
import { FigureWidget } from './widget';

const figures: JupyterFrontEndPlugin<IFigureFactory> = {
  id: 'jupyter-mltrack:figures',
  description: "Draws the server's figures in the colours of the theme.",
  autoStart: true,
  requires: [IApi, IRenderMimeRegistry],
  optional: [IThemeManager, ITranslator],
  provides: IFigureFactory,
  activate: (
    _: JupyterFrontEnd,
    api: IApi,
    rendermime: IRenderMimeRegistry,
    themes: IThemeManager | null,
    translator: ITranslator | null
  ): IFigureFactory => {
    const trans = (translator ?? nullTranslator).load('jupyter_mltrack');
    return {
      createFigure: options =>
        new FigureWidget({
          ...options,
          api,
          rendermime,
          trans,
          themeChanged: themes?.themeChanged
        }),
      showFigure: (figure, label) =>
        new GivenFigure({
          figure,
          label,
          rendermime,
          trans,
          themeChanged: themes?.themeChanged
        })
    };
  }
};

export default [figures];
