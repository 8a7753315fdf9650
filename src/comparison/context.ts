import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { IFigureFactory, ISelection, ITrackSettings } from '../tokens';
import type { ComparisonModel } from './model';

/** What the parts of a comparison share. */
export interface IComparisonContext {
  readonly model: ComparisonModel;
  readonly selection: ISelection;
  readonly settings: ITrackSettings;
  readonly figures: IFigureFactory;
  readonly commands: CommandRegistry;
  readonly trans: TranslationBundle;
}
