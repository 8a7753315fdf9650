import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { ModelEdit, VersionEdit } from '../api/types';
import { CommandIDs } from '../commands';
import { telling } from '../components/telling';
import type { IApi, ISelection } from '../tokens';
import { RegistryActs } from './acts';
import { askModel, askStage, askVersion } from './asking';
import { registerRun } from './register/register';
import { verifyVersion } from './verifyVersion';
import { isStage, STAGES } from './words';

const MODEL = {
  type: 'string',
  description: 'Name of the model; the one that is open when left out'
};
const VERSION = {
  type: 'integer',
  description: 'Number of the version; asked for when left out'
};
const STAGE = { type: 'string', enum: [...STAGES] };
const REASON = { type: 'string', description: 'Why' };

/** What the commands need. */
export interface IActParts {
  readonly api: IApi;
  readonly selection: ISelection;
  readonly commands: CommandRegistry;
  readonly trans: TranslationBundle;
  /** The model whose page is in front. */
  readonly current: () => string | null;
  /** A model has another name now. */
  readonly onRenamed: (before: string, after: string) => void;
}

/** Add the commands that change models and versions. */
export function addActCommands(parts: IActParts): void {
  const { api, selection, commands, trans } = parts;
  const acts = new RegistryActs(api, commands, trans);
  const add = (
    id: string,
    label: string,
    properties: object,
    execute: (args: ReadonlyPartialJSONObject) => Promise<unknown>
  ) =>
    commands.addCommand(id, {
      label,
      describedBy: {
        args: { type: 'object', properties: { ...properties } }
      },
      execute
    });
  const modelOf = async (args: ReadonlyPartialJSONObject) =>
    typeof args.model === 'string'
      ? args.model
      : (parts.current() ?? (await askModel(api, trans)));
  const versionOf = async (
    args: ReadonlyPartialJSONObject,
    model: string,
    title: string
  ) =>
    typeof args.version === 'number'
      ? args.version
      : askVersion(api, model, title, trans);
  const meant = async (args: ReadonlyPartialJSONObject, title: string) => {
    const model = await modelOf(args);
    const version = model && (await versionOf(args, model, title));
    return model && version ? { model, version } : null;
  };

  add(
    CommandIDs.registerRun,
    trans.__('Register Run…'),
    {
      run: {
        type: 'string',
        description:
          'Id or number; the selected run, else the newest, when left out'
      },
      newest: { type: 'boolean', description: 'The newest run' },
      model: { type: 'string', description: 'Asked for when left out' },
      suggest: {
        type: 'string',
        description: 'The name that is in the field when it is asked for'
      },
      saved: { type: 'string', description: 'Folder of the saved model' },
      description: { type: 'string' },
      stage: STAGE,
      reason: REASON
    },
    args => {
      const run =
        typeof args.run === 'string' || typeof args.run === 'number'
          ? String(args.run)
          : args.newest !== true && selection.runs.length === 1
            ? selection.runs[0]
            : null;
      return registerRun({ api, acts, commands, trans }, run, args);
    }
  );

  add(
    CommandIDs.moveVersion,
    trans.__('Move Version to Stage…'),
    { model: MODEL, version: VERSION, stage: STAGE, reason: REASON },
    async args => {
      const what = await meant(args, trans.__('Move which version?'));
      const stage =
        what &&
        (isStage(args.stage)
          ? args.stage
          : await askStage(what.model, what.version, trans));
      if (stage) {
        const reason = typeof args.reason === 'string' ? args.reason : null;
        await acts.move(what.model, what.version, stage, reason);
      }
    }
  );

  add(
    CommandIDs.verifyVersion,
    trans.__('Verify Version…'),
    {
      model: MODEL,
      version: VERSION,
      here: {
        type: 'boolean',
        description:
          'In the environment of the server, instead of making the model’s own'
      }
    },
    async args => {
      const what = await meant(args, trans.__('Verify which version?'));
      if (what) {
        await verifyVersion(
          api,
          what.model,
          what.version,
          args.here === true,
          trans
        );
      }
    }
  );

  add(
    CommandIDs.setAlias,
    trans.__('Set Alias of Version…'),
    {
      model: MODEL,
      version: VERSION,
      alias: { type: 'string', description: 'Asked for when left out' }
    },
    async args => {
      const what = await meant(args, trans.__('Alias of which version?'));
      if (what) {
        const alias = typeof args.alias === 'string' ? args.alias : null;
        await acts.setAlias(what.model, what.version, alias);
      }
    }
  );

  add(
    CommandIDs.removeAlias,
    trans.__('Remove Alias'),
    { model: MODEL, alias: { type: 'string' } },
    args => acts.removeAlias(String(args.model), String(args.alias))
  );

  add(
    CommandIDs.rollBack,
    trans.__('Roll Back Model'),
    {
      model: MODEL,
      stage: STAGE,
      current: {
        type: 'integer',
        description:
          'The version that is in the stage now; with another one there, nothing is done'
      },
      reason: REASON
    },
    async args => {
      const model = await modelOf(args);
      if (model) {
        await acts.rollBack(
          model,
          isStage(args.stage) ? args.stage : 'production',
          typeof args.current === 'number' ? args.current : null,
          typeof args.reason === 'string' ? args.reason : ''
        );
      }
    }
  );

  add(
    CommandIDs.editModel,
    trans.__('Edit Model'),
    {
      model: MODEL,
      name: { type: 'string' },
      description: { type: 'string' },
      tags: { type: 'object', description: 'Null takes a tag away' }
    },
    async args => {
      const model = String(args.model);
      const edit: ModelEdit = textsAndTags(args, ['name', 'description']);
      const edited = await telling(
        trans.__('The model was not changed'),
        api.registry.editModel(model, edit)
      );
      if (edited && edited.name !== model) {
        parts.onRenamed(model, edited.name);
      }
    }
  );

  add(
    CommandIDs.editVersion,
    trans.__('Edit Version'),
    {
      model: MODEL,
      version: VERSION,
      description: { type: 'string' },
      tags: { type: 'object', description: 'Null takes a tag away' }
    },
    async args => {
      const edit: VersionEdit = textsAndTags(args, ['description']);
      await telling(
        trans.__('The version was not changed'),
        api.registry.editVersion(String(args.model), Number(args.version), edit)
      );
    }
  );

  add(
    CommandIDs.deleteVersion,
    trans.__('Delete Version…'),
    { model: MODEL, version: VERSION },
    async args => {
      const what = await meant(args, trans.__('Delete which version?'));
      if (what) {
        await acts.deleteVersion(what.model, what.version);
      }
    }
  );

  add(
    CommandIDs.deleteModel,
    trans.__('Delete Model…'),
    { model: MODEL },
    async args => {
      const model = await modelOf(args);
      if (model) {
        await acts.deleteModel(model);
      }
    }
  );
}

/** The texts and tags among arguments, as an edit takes them. */
function textsAndTags(
  args: ReadonlyPartialJSONObject,
  names: readonly string[]
): Record<string, string> & { tags?: Record<string, string | null> } {
  const texts = names
    .filter(name => typeof args[name] === 'string')
    .map(name => [name, args[name]]);
  return {
    ...Object.fromEntries(texts),
    ...(args.tags && { tags: args.tags })
  };
}
