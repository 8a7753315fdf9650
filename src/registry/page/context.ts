import type { IEditorServices } from '@jupyterlab/codeeditor';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { IApi, ITrackSettings } from '../../tokens';
import type { ModelPageModel } from './model';
import type { MomentModel } from './momentModel';

/** What all pages of the registry need. */
export interface IRegistryParts {
  readonly api: IApi;
  readonly settings: ITrackSettings;
  readonly commands: CommandRegistry;
  readonly rendermime: IRenderMimeRegistry;
  readonly editors: IEditorServices;
  readonly trans: TranslationBundle;
}

/** What the parts of a model's page share. */
export interface IModelPageContext extends IRegistryParts {
  readonly model: ModelPageModel;
  readonly moment: MomentModel;
}
