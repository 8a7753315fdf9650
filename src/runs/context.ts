import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { ISelection, ITrackSettings } from '../tokens';
import type { Catalogue } from './catalogue';
import type { Gestures } from './gestures';
import type { RunsModel } from './model';

/** What the parts of a view of runs share. */
export interface IRunsContext {
  readonly model: RunsModel;
  readonly catalogue: Catalogue;
  readonly selection: ISelection;
  readonly gestures: Gestures;
  readonly settings: ITrackSettings;
  readonly commands: CommandRegistry;
  readonly trans: TranslationBundle;
}
