import { Clipboard, Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { deleteIcon, editIcon, undoIcon } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { RunDetails } from '../api/types';
import { CommandIDs } from '../commands';
import { telling } from '../components/telling';
import type { IApi, ISelection } from '../tokens';
import { askName, askNote, askTags } from './dialogs';
import { RunActions } from './runActions';
import { readTags, tagsEdit, writeTags } from './tags';

const RUN = {
  type: 'string',
  description:
    'Id, number or unique beginning of the id of a run; the selected run when left out'
};
const RUNS = {
  type: 'array',
  items: { type: 'string' },
  description: 'Ids of runs; the selected ones when left out'
};

/** The commands whose state depends on the selection. */
const ON_SELECTION = [
  CommandIDs.renameRun,
  CommandIDs.editNote,
  CommandIDs.editTags,
  CommandIDs.deleteRuns,
  CommandIDs.copyRun,
  CommandIDs.compareWithPrevious,
  CommandIDs.clearSelection
];

/** Add the commands that change runs. */
export function addEditCommands(
  commands: CommandRegistry,
  api: IApi,
  selection: ISelection,
  trans: TranslationBundle
): void {
  const actions = new RunActions(api, selection, trans);
  const runOf = (args: ReadonlyPartialJSONObject): string | null =>
    typeof args.run === 'string' || typeof args.run === 'number'
      ? String(args.run)
      : selection.runs.length === 1
        ? selection.runs[0]
        : null;
  const runsOf = (args: ReadonlyPartialJSONObject): readonly string[] =>
    Array.isArray(args.runs) ? args.runs.map(String) : selection.runs;
  const oneRun = (args: ReadonlyPartialJSONObject) => runOf(args) !== null;
  const someRuns = (args: ReadonlyPartialJSONObject) => runsOf(args).length > 0;
  const fetch = async (
    args: ReadonlyPartialJSONObject
  ): Promise<RunDetails | undefined> => {
    const run = runOf(args);
    if (run === null) {
      return undefined;
    }
    return telling(trans.__('No such run'), api.getRun(run));
  };

  commands.addCommand(CommandIDs.renameRun, {
    label: trans.__('Rename Run…'),
    icon: editIcon,
    describedBy: {
      args: {
        type: 'object',
        properties: {
          run: RUN,
          name: {
            type: 'string',
            description: 'The name; asked for when left out'
          }
        }
      }
    },
    isEnabled: oneRun,
    execute: async args => {
      if (typeof args.name === 'string' && runOf(args) !== null) {
        return actions.edit(runOf(args)!, { name: args.name });
      }
      const details = await fetch(args);
      if (details) {
        const { id, number, name } = details.run;
        const next = await askName(number, name, trans);
        if (next !== null && next !== name) {
          await actions.edit(id, { name: next });
        }
      }
    }
  });

  commands.addCommand(CommandIDs.editNote, {
    label: trans.__('Edit Note…'),
    describedBy: {
      args: {
        type: 'object',
        properties: {
          run: RUN,
          note: {
            type: 'string',
            description: 'The note; asked for when left out'
          }
        }
      }
    },
    isEnabled: oneRun,
    execute: async args => {
      if (typeof args.note === 'string' && runOf(args) !== null) {
        return actions.edit(runOf(args)!, { note: args.note });
      }
      const details = await fetch(args);
      if (details) {
        const { id, number, note } = details.run;
        const next = await askNote(number, note, trans);
        if (next !== null && next !== note) {
          await actions.edit(id, { note: next });
        }
      }
    }
  });

  commands.addCommand(CommandIDs.editTags, {
    label: trans.__('Edit Tags…'),
    describedBy: {
      args: {
        type: 'object',
        properties: {
          run: RUN,
          tags: {
            type: 'object',
            description:
              'Tags to set, null to take one away; asked for when left out'
          }
        }
      }
    },
    isEnabled: oneRun,
    execute: async args => {
      const details = await fetch(args);
      if (!details) {
        return;
      }
      const { id, number, tags } = details.run;
      if (args.tags) {
        return actions.edit(id, { tags: args.tags as Record<string, string> });
      }
      const text = await askTags(number, writeTags(tags), trans);
      if (text !== null) {
        await actions.edit(id, { tags: tagsEdit(tags, readTags(text)) });
      }
    }
  });

  commands.addCommand(CommandIDs.deleteRuns, {
    label: args =>
      trans._n(
        'Delete Run',
        'Delete %1 Runs',
        Math.max(1, runsOf(args).length)
      ),
    icon: deleteIcon,
    describedBy: { args: { type: 'object', properties: { runs: RUNS } } },
    isEnabled: someRuns,
    execute: args => actions.delete(runsOf(args))
  });

  commands.addCommand(CommandIDs.restoreRuns, {
    label: trans.__('Restore Runs'),
    icon: undoIcon,
    describedBy: { args: { type: 'object', properties: { runs: RUNS } } },
    isEnabled: args => Array.isArray(args.runs),
    execute: args => actions.restore(runsOf(args))
  });

  commands.addCommand(CommandIDs.setMainMetric, {
    label: trans.__('Set Main Metric'),
    describedBy: {
      args: {
        type: 'object',
        properties: {
          experiment: { type: 'string' },
          metric: { type: 'string' },
          direction: { type: 'string', enum: ['max', 'min'] }
        },
        required: ['experiment', 'metric']
      }
    },
    execute: args =>
      actions.setMainMetric(
        String(args.experiment),
        String(args.metric),
        args.direction === 'max' || args.direction === 'min'
          ? args.direction
          : undefined
      )
  });

  commands.addCommand(CommandIDs.copyRun, {
    label: trans.__('Copy Run Id'),
    describedBy: { args: { type: 'object', properties: { run: RUN } } },
    isEnabled: oneRun,
    execute: async args => {
      const details = await fetch(args);
      if (details) {
        Clipboard.copyToSystem(details.run.id);
        Notification.info(
          trans.__('Copied the id of run %1.', details.run.number),
          { autoClose: 2000 }
        );
      }
    }
  });

  commands.addCommand(CommandIDs.compareWithPrevious, {
    label: trans.__('Compare with Previous Run'),
    describedBy: { args: { type: 'object', properties: { run: RUN } } },
    isEnabled: oneRun,
    execute: async args => {
      const details = await fetch(args);
      if (!details) {
        return;
      }
      const { run, previous } = details;
      const before =
        previous === null
          ? undefined
          : await telling(
              trans.__('The previous run is not there'),
              api.getRun(String(previous))
            );
      if (before) {
        return commands.execute(CommandIDs.compare, {
          runs: [before.run.id, run.id]
        });
      }
      if (previous === null) {
        Notification.info(
          trans.__('Run %1 is the first of its cell.', run.number)
        );
      }
    }
  });

  commands.addCommand(CommandIDs.clearSelection, {
    label: trans.__('Clear Selection of Runs'),
    describedBy: { args: { type: 'object', properties: {} } },
    isEnabled: () => selection.runs.length > 0,
    execute: () => selection.clear()
  });
  selection.changed.connect(() => {
    for (const id of ON_SELECTION) {
      commands.notifyCommandChanged(id);
    }
  });
}
