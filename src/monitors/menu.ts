import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { Monitor } from '../api/types';
import { CommandIDs } from '../commands';
import { openMenu } from '../components/menu';

/** What a menu hangs from: a button, or the place of a right click. */
export type Place = HTMLElement | { readonly x: number; readonly y: number };

/** Open everything that can be done with a monitor. */
export function openMonitorMenu(
  place: Place,
  monitor: Monitor,
  commands: CommandRegistry,
  trans: TranslationBundle
): void {
  const act = (
    label: string,
    command: string,
    args = {},
    disabled = false
  ) => ({
    label,
    disabled,
    execute: () =>
      void commands.execute(command, { monitor: monitor.id, ...args })
  });
  const runs = monitor.lease !== null;
  openMenu(anchored(place), [
    act(trans.__('Open'), CommandIDs.openMonitor),
    null,
    runs
      ? act(trans.__('Cancel Run'), CommandIDs.cancelMonitor)
      : act(
          trans.__('Run Now'),
          CommandIDs.runMonitor,
          {},
          monitor.source.kind === 'handed'
        ),
    act(
      monitor.paused ? trans.__('Go On') : trans.__('Pause'),
      CommandIDs.pauseMonitor,
      { paused: !monitor.paused }
    ),
    null,
    act(trans.__('Edit…'), CommandIDs.editMonitor),
    act(trans.__('Take New Reference…'), CommandIDs.takeReference),
    null,
    act(trans.__('Delete…'), CommandIDs.deleteMonitor, {}, runs)
  ]);
}

/** A menu hangs from an element: of a right click, from one that has the place of the click. */
function anchored(place: Place): HTMLElement {
  if (place instanceof HTMLElement) {
    return place;
  }
  const point = document.createElement('span');
  point.getBoundingClientRect = () => new DOMRect(place.x, place.y, 0, 0);
  return point;
}
