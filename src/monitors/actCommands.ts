import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { Monitor } from '../api/types';
import { CommandIDs } from '../commands';
import { telling } from '../components/telling';
import type { IApi } from '../tokens';
import { askDeletion, askMonitor } from './asking';

/** What the commands need. */
export interface IActOptions {
  api: IApi;
  commands: CommandRegistry;
  trans: TranslationBundle;
  /** The id or name of the monitor whose page is looked at. */
  current: () => string | null;
}

const MONITOR = {
  monitor: {
    type: 'string',
    description: 'Name or id; asked for when left out'
  }
} as const;

/** Add the commands that change monitors. */
export function addActCommands(options: IActOptions): void {
  const { api, commands, trans, current } = options;
  const { monitors } = api;
  const chosen = async (
    args: ReadonlyPartialJSONObject
  ): Promise<string | null> =>
    typeof args.monitor === 'string'
      ? args.monitor
      : (current() ?? (await askMonitor(api, trans)));
  const add = (
    id: string,
    label: string,
    act: (
      monitor: string,
      args: ReadonlyPartialJSONObject
    ) => Promise<Monitor | boolean | null | undefined>,
    more: ReadonlyPartialJSONObject = {}
  ) =>
    commands.addCommand(id, {
      label,
      describedBy: {
        args: { type: 'object', properties: { ...MONITOR, ...more } }
      },
      execute: async args => {
        const monitor = await chosen(args);
        return monitor === null ? null : act(monitor, args);
      }
    });

  add(CommandIDs.runMonitor, trans.__('Run Monitor Now…'), monitor =>
    telling(trans.__('The monitor was not run'), monitors.run(monitor))
  );
  add(CommandIDs.cancelMonitor, trans.__('Cancel Run of Monitor…'), monitor =>
    telling(
      trans.__('The run of the monitor was not cancelled'),
      monitors.cancel(monitor)
    )
  );
  add(
    CommandIDs.pauseMonitor,
    trans.__('Pause Monitor or Let It Go On…'),
    (monitor, args) =>
      telling(
        trans.__('The monitor was not changed'),
        pause(api, monitor, args.paused)
      ),
    {
      paused: { type: 'boolean', description: 'The other state when left out' }
    }
  );
  add(
    CommandIDs.takeReference,
    trans.__('Take New Reference of Monitor…'),
    async (monitor, args) => {
      const details = await telling(
        trans.__('The monitor cannot be read'),
        monitors.get(monitor)
      );
      const { askReference } = await import('./dialogs/reference');
      return details && askReference(api, details, words(args.checks), trans);
    },
    {
      checks: {
        type: 'array',
        items: { type: 'string' },
        description: 'Ids of the checks that are offered'
      }
    }
  );
  add(CommandIDs.deleteMonitor, trans.__('Delete Monitor…'), async monitor => {
    const details = await telling(
      trans.__('The monitor cannot be read'),
      monitors.get(monitor)
    );
    if (!details || !(await askDeletion(details.row.monitor.name, trans))) {
      return false;
    }
    const answer = await telling(
      trans.__('The monitor was not deleted'),
      monitors.delete(details.row.monitor.id)
    );
    return answer !== undefined;
  });
}

async function pause(
  api: IApi,
  monitor: string,
  paused: unknown
): Promise<Monitor> {
  const wanted =
    typeof paused === 'boolean'
      ? paused
      : !(await api.monitors.get(monitor)).row.monitor.paused;
  return api.monitors.edit(monitor, { paused: wanted });
}

function words(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
