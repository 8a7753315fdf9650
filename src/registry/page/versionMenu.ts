import type { ModelVersion } from '../../api/types';
import { CommandIDs } from '../../commands';
import type { IEntry } from '../../components/menu';
import { isProtected, STAGES, stageWord } from '../words';
import type { IModelPageContext } from './context';

/** Where a version can go; where an approval is needed, the entry says so. */
export function moveEntries(
  { model: name, version, stage }: ModelVersion,
  { model, commands, trans }: IModelPageContext
): IEntry[] {
  const rules = model.details?.rules ?? [];
  return STAGES.filter(target => target !== stage).map(target => {
    const word = stageWord(target, trans);
    const approval = isProtected(rules, stage, target);
    return {
      label: approval
        ? trans.__('Request %1…', word)
        : target === 'none'
          ? trans.__('Take out of its stage')
          : trans.__('Set to %1', word),
      execute: () =>
        void commands.execute(CommandIDs.moveVersion, {
          model: name,
          version,
          stage: target
        })
    };
  });
}

/** What else can be done with a version. */
export function moreEntries(
  { model: name, version, run }: ModelVersion,
  { model, commands, trans }: IModelPageContext,
  describe: () => void
): (IEntry | null)[] {
  const execute = (command: string, args: object = {}) =>
    void commands.execute(command, { model: name, version, ...args });
  return [
    ...model.versions
      .filter(other => other.version !== version)
      .slice(0, 8)
      .map(other => ({
        label:
          other.stage === 'none'
            ? trans.__('Compare with v%1', other.version)
            : trans.__(
                'Compare with v%1 (%2)',
                other.version,
                stageWord(other.stage, trans)
              ),
        execute: () =>
          void commands.execute(CommandIDs.compareVersions, {
            model: name,
            challenger: version,
            current: other.version
          })
      })),
    ...(model.total > 1 ? [null] : []),
    {
      label: trans.__('Set alias…'),
      execute: () => execute(CommandIDs.setAlias)
    },
    { label: trans.__('Describe'), execute: describe },
    {
      label: trans.__('Open run'),
      disabled: run === null,
      execute: () => void commands.execute(CommandIDs.openRun, { run })
    },
    null,
    {
      label: trans.__('Delete version…'),
      execute: () => execute(CommandIDs.deleteVersion)
    }
  ];
}
