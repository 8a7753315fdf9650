import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { IApi, IFigureFactory, ITrackSettings } from '../../tokens';
import type { MonitorPageModel } from './model';

/** What all pages of monitors need. */
export interface IMonitorParts {
  readonly api: IApi;
  readonly settings: ITrackSettings;
  readonly figures: IFigureFactory;
  readonly commands: CommandRegistry;
  readonly trans: TranslationBundle;
}

/** What the parts of a monitor's page share. */
export interface IMonitorPageContext extends IMonitorParts {
  readonly model: MonitorPageModel;
}
