import { InputDialog, Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import { CommandIDs } from '../commands';
import { askText } from '../components/askText';
import { telling } from '../components/telling';
import type { IApi } from '../tokens';
import { askDeletion } from './asking';
import { isProtected, Stage, stageWord } from './words';

/** How long a message of what was done stays, in milliseconds. */
const SAID = 6_000;

/** What can be done to models and versions. A fault is told to the person, once, here. */
export class RegistryActs {
  constructor(
    private readonly _api: IApi,
    private readonly _commands: CommandRegistry,
    private readonly _trans: TranslationBundle
  ) {}

  /** Move a version; where a stage is protected, ask for it. */
  async move(
    model: string,
    version: number,
    stage: Stage,
    reason: string | null
  ): Promise<void> {
    const { registry } = this._api;
    const trans = this._trans;
    const word = stageWord(stage, trans);
    const headline = trans.__('Version %1 stays where it is', version);
    const known = await telling(
      headline,
      Promise.all([
        registry.getModel(model),
        registry.listVersions(model, 1000)
      ])
    );
    if (!known) {
      return;
    }
    const [details, { versions }] = known;
    const now = versions.find(one => one.version === version)?.stage ?? 'none';
    if (!isProtected(details.rules, now, stage)) {
      const moved = await telling(
        headline,
        registry.setStage(model, version, { stage, reason: reason ?? '' })
      );
      if (moved) {
        this._say(
          stage === 'none'
            ? trans.__('%1 v%2 is in no stage now.', model, version)
            : trans.__('%1 v%2 is in %3 now.', model, version, word)
        );
      }
      return;
    }
    const why =
      reason?.trim() ||
      (await askText(
        trans.__('Request: %1 v%2 to %3', model, version, word),
        trans.__(
          'Why should it go there? Whoever reviews it reads this, beside what differs from the version that is there now.'
        ),
        '',
        trans,
        trans.__('Send request')
      ));
    if (!why) {
      return;
    }
    const opened = await telling(
      trans.__('Nothing was asked'),
      registry.openRequest(model, {
        version: `${model}/${version}`,
        stage,
        reason: why
      })
    );
    if (opened) {
      const { request } = opened.row;
      this._say(
        trans.__('Asked for %1 v%2 to go to %3.', model, version, word),
        trans.__('Open request'),
        () =>
          void this._commands.execute(CommandIDs.openRequest, {
            request: request.id
          })
      );
    }
  }

  /** Bring the version back that was in a stage before. */
  async rollBack(
    model: string,
    stage: Stage,
    current: number | null,
    reason: string
  ): Promise<void> {
    const trans = this._trans;
    const back = await telling(
      trans.__('Nothing was rolled back'),
      this._api.registry.rollBack(model, { stage, current, reason })
    );
    if (back) {
      this._say(
        trans.__(
          'Version %1 of %2 is back in %3.',
          back.version,
          model,
          stageWord(stage, trans)
        )
      );
    }
  }

  async setAlias(
    model: string,
    version: number,
    alias: string | null
  ): Promise<void> {
    const trans = this._trans;
    let name = alias;
    if (name === null) {
      const { button, value } = await InputDialog.getText({
        title: trans.__('Alias of %1 v%2', model, version),
        label: trans.__('One version has it at a time'),
        placeholder: trans.__('champion'),
        okLabel: trans.__('Set alias')
      });
      name = button.accept ? value : null;
    }
    if (name?.trim()) {
      await telling(
        trans.__('The alias was not set'),
        this._api.registry.setAlias(model, name.trim(), version)
      );
    }
  }

  /** Take an alias away, and offer to undo it. */
  async removeAlias(model: string, alias: string): Promise<void> {
    const trans = this._trans;
    const { registry } = this._api;
    const headline = trans.__('The alias is still there');
    const before = await telling(headline, registry.getModel(model));
    const version = before?.model.aliases[alias];
    if (version === undefined) {
      return;
    }
    if (await telling(headline, registry.removeAlias(model, alias))) {
      this._say(
        trans.__('Version %1 is no longer %2.', version, alias),
        trans.__('Undo'),
        () => void this.setAlias(model, version, alias)
      );
    }
  }

  /** Delete a version: its number is not given again, so it is asked once. */
  async deleteVersion(model: string, version: number): Promise<void> {
    const trans = this._trans;
    const sure = await askDeletion(
      trans.__('Delete version %1 of %2?', version, model),
      trans.__(
        'It cannot be brought back, and its number is not given again. Its run, and the history, stay.'
      ),
      trans
    );
    if (sure) {
      await telling(
        trans.__('Version %1 was not deleted', version),
        this._api.registry.deleteVersion(model, version)
      );
    }
  }

  async deleteModel(model: string): Promise<void> {
    const trans = this._trans;
    const sure = await askDeletion(
      trans.__('Delete the model %1 with all its versions?', model),
      trans.__(
        'It cannot be brought back. The runs of its versions, and the history, stay.'
      ),
      trans
    );
    if (sure) {
      await telling(
        trans.__('%1 was not deleted', model),
        this._api.registry.deleteModel(model)
      );
    }
  }

  private _say(text: string, label?: string, callback?: () => void): void {
    Notification.success(text, {
      autoClose: callback ? SAID * 2 : SAID,
      actions: label && callback ? [{ label, callback }] : []
    });
  }
}
