import { MenuSvg } from '@jupyterlab/ui-components';
import { CommandRegistry } from '@lumino/commands';

/** An entry of a menu; null is a line between two groups. */
export interface IEntry {
  label: string;
  execute: () => void;
  disabled?: boolean;
}

/**
 * Open a menu of entries that exist nowhere else.
 *
 * @param anchor The button that it hangs from.
 */
export function openMenu(
  anchor: HTMLElement,
  entries: readonly (IEntry | null)[]
): void {
  const commands = new CommandRegistry();
  const menu = new MenuSvg({ commands });
  entries.forEach((entry, index) => {
    if (entry === null) {
      menu.addItem({ type: 'separator' });
      return;
    }
    const command = `entry-${index}`;
    commands.addCommand(command, {
      label: entry.label,
      describedBy: { args: { type: 'object', properties: {} } },
      isEnabled: () => entry.disabled !== true,
      execute: entry.execute
    });
    menu.addItem({ command });
  });
  menu.aboutToClose.connect(() => {
    // The chosen entry runs after the menu has closed.
    setTimeout(() => {
      menu.dispose();
      // What was chosen may have put the focus elsewhere.
      if (document.activeElement === document.body) {
        anchor.focus();
      }
    }, 0);
  });
  const { left, bottom } = anchor.getBoundingClientRect();
  menu.open(left, bottom);
}
