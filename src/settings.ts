import {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import {
  ITranslator,
  nullTranslator,
  TranslationBundle
} from '@jupyterlab/translation';
import { ISignal, Signal } from '@lumino/signaling';
import { ITrackSettings } from './tokens';

/** The user's settings, with our defaults until they are known. */
export class TrackSettings implements ITrackSettings {
  constructor(
    load: Promise<ISettingRegistry.ISettings> | null,
    private readonly _trans: TranslationBundle
  ) {
    this.ready = this._follow(load);
  }

  readonly ready: Promise<void>;

  get loadMagics(): boolean {
    return this._value('loadMagics', true);
  }

  get digits(): number {
    return this._value('digits', 4);
  }

  get tellRequests(): boolean {
    return this._value('tellRequests', true);
  }

  get tellAlerts(): boolean {
    return this._value('tellAlerts', true);
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  private async _follow(
    load: Promise<ISettingRegistry.ISettings> | null
  ): Promise<void> {
    try {
      this._settings = await load;
    } catch (reason) {
      Notification.warning(
        this._trans.__(
          'The settings of MLTrack cannot be read, its defaults hold: %1',
          String(reason)
        )
      );
    }
    this._settings?.changed.connect(() => this._changed.emit());
    this._changed.emit();
  }

  private _value<T>(key: string, otherwise: T): T {
    return (this._settings?.composite[key] as T | undefined) ?? otherwise;
  }

  private _settings: ISettingRegistry.ISettings | null = null;
  private readonly _changed = new Signal<this, void>(this);
}

const settings: JupyterFrontEndPlugin<ITrackSettings> = {
  id: 'jupyter-mltrack:settings',
  description: 'Provides the user settings of jupyter-mltrack.',
  autoStart: true,
  optional: [ISettingRegistry, ITranslator],
  provides: ITrackSettings,
  activate: (
    _: JupyterFrontEnd,
    registry: ISettingRegistry | null,
    translator: ITranslator | null
  ): ITrackSettings =>
    new TrackSettings(
      registry?.load('jupyter-mltrack:settings') ?? null,
      (translator ?? nullTranslator).load('jupyter_mltrack')
    )
};

export default [settings];
