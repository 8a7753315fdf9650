import type { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { IApi, IFigureFactory, ITrackSettings } from '../../tokens';
import type { ChoicesModel } from './choices';
import type { DetailsModel } from './model';

/** What the parts of a run's page share. */
export interface IDetailsContext {
  readonly api: IApi;
  readonly model: DetailsModel;
  /** What people decided about names. */
  readonly choices: ChoicesModel;
  readonly settings: ITrackSettings;
  readonly commands: CommandRegistry;
  readonly rendermime: IRenderMimeRegistry;
  /** Highlights code, where JupyterLab offers it. */
  readonly languages: IEditorLanguageRegistry | null;
  /** Draws curves, where the feature is there. */
  readonly figures: IFigureFactory | null;
  readonly trans: TranslationBundle;
}
