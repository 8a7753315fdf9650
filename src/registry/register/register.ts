import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { Run } from '../../api/types';
import { CommandIDs } from '../../commands';
import { telling } from '../../components/telling';
import type { IApi } from '../../tokens';
import type { RegistryActs } from '../acts';
import { isStage } from '../words';
import type { IRegistration } from './dialog';

/** What a registration needs. */
export interface IRegisterParts {
  readonly api: IApi;
  readonly acts: RegistryActs;
  readonly commands: CommandRegistry;
  readonly trans: TranslationBundle;
}

/**
 * Make a run a version; asks for what the arguments leave open.
 *
 * @param reference Id or number; null: the newest run.
 */
export async function registerRun(
  parts: IRegisterParts,
  reference: string | null,
  args: ReadonlyPartialJSONObject
): Promise<void> {
  const { api, acts, commands, trans } = parts;
  const run = await find(parts, reference);
  if (!run) {
    return;
  }
  const said = registrationOf(args) ?? (await ask(parts, run, args));
  if (!said) {
    return;
  }
  const version = await telling(
    trans.__('Nothing was registered'),
    api.registry.register(said.model, {
      run: run.id,
      saved: said.saved,
      description: said.description
    })
  );
  if (!version) {
    return;
  }
  Notification.success(
    trans.__(
      'Run %1 is version %2 of %3.',
      run.number,
      version.version,
      version.model
    ),
    {
      autoClose: 10_000,
      actions: [
        {
          label: trans.__('Open model'),
          callback: () =>
            void commands.execute(CommandIDs.openModel, {
              model: version.model
            })
        }
      ]
    }
  );
  if (said.stage) {
    await acts.move(version.model, version.version, said.stage, said.reason);
  }
}

async function find(
  { api, trans }: IRegisterParts,
  reference: string | null
): Promise<Run | undefined> {
  let wanted = reference;
  if (wanted === null) {
    const page = await telling(
      trans.__('The runs cannot be listed'),
      api.listRuns({ sort: '-run.number', limit: 1 })
    );
    if (page && page.rows.length === 0) {
      Notification.info(
        trans.__(
          'There is no run yet. Put %1 on top of a cell and run it.',
          '%%track'
        )
      );
    }
    wanted = page?.rows[0]?.id ?? null;
  }
  if (wanted === null) {
    return undefined;
  }
  const details = await telling(trans.__('No such run'), api.getRun(wanted));
  return details?.run;
}

async function ask(
  { api, trans }: IRegisterParts,
  run: Run,
  args: ReadonlyPartialJSONObject
): Promise<IRegistration | null> {
  const [{ askRegistration }, page] = await Promise.all([
    import('./dialog'),
    telling(
      trans.__('The models cannot be listed'),
      api.registry.listModels({ limit: 1000 })
    )
  ]);
  const suggested =
    typeof args.suggest === 'string' ? args.suggest : nameFrom(run.experiment);
  const names = page?.rows.map(row => row.name) ?? [];
  const said = await askRegistration(run, names, suggested, trans);
  return said && said.model !== '' ? said : null;
}

function registrationOf(args: ReadonlyPartialJSONObject): IRegistration | null {
  if (typeof args.model !== 'string') {
    return null;
  }
  return {
    model: args.model,
    saved: typeof args.saved === 'string' ? args.saved : null,
    description: typeof args.description === 'string' ? args.description : '',
    stage: isStage(args.stage) ? args.stage : null,
    reason: typeof args.reason === 'string' ? args.reason : ''
  };
}

/** An experiment's name as a model can have it. */
export function nameFrom(experiment: string): string {
  return experiment.replace(/[/\\:@]+/g, '-').replace(/^[.\s]+|[.\s]+$/g, '');
}
