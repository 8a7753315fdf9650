import type { TranslationBundle } from '@jupyterlab/translation';
import { MenuSvg } from '@jupyterlab/ui-components';
import { CommandRegistry } from '@lumino/commands';
import { CommandIDs } from '../../commands';
import type { IRunsContext } from '../context';
import { ITableColumn, NUMBER } from './columns';
import type { TableModel } from './model';

/** Open the menu of a column: order, place, main metric. */
export function openHeaderMenu(
  context: IRunsContext,
  table: TableModel,
  column: ITableColumn,
  x: number,
  y: number
): void {
  const { model, commands, trans } = context;
  const local = new CommandRegistry();
  const menu = new MenuSvg({ commands: local });
  const add = (label: string, execute: () => void, enabled = true) => {
    const id = `entry-${local.listCommands().length}`;
    local.addCommand(id, {
      label,
      describedBy: { args: { type: 'object', properties: {} } },
      isEnabled: () => enabled,
      execute
    });
    menu.addItem({ command: id });
  };
  const [up, down] = orderWords(column, trans);
  add(up, () => model.setQuery({ sort: column.id }));
  add(down, () => model.setQuery({ sort: `-${column.id}` }));
  menu.addItem({ type: 'separator' });
  const movable = column.id !== NUMBER;
  const pinned = table.layout.pinned.includes(column.id);
  add(
    pinned ? trans.__('Let it scroll') : trans.__('Pin to the left'),
    () => table.pin(column.id, !pinned),
    movable
  );
  add(trans.__('Move left'), () => table.shift(column.id, -1), movable);
  add(trans.__('Move right'), () => table.shift(column.id, 1), movable);
  add(trans.__('Hide'), () => table.setShown([column.id], false), movable);
  menu.addItem({ type: 'separator' });
  const { experiment } = model.query;
  if (column.group === 'metrics' && experiment !== null) {
    add(
      trans.__('Make it the main metric'),
      () =>
        void commands.execute(CommandIDs.setMainMetric, {
          experiment,
          metric: column.name
        })
    );
  }
  add(
    trans.__('Choose columns…'),
    () => void commands.execute(CommandIDs.chooseColumns, { show: true })
  );
  menu.aboutToClose.connect(() => {
    // The chosen entry runs after the menu has closed.
    setTimeout(() => menu.dispose(), 0);
  });
  menu.open(x, y);
}

function orderWords(
  column: ITableColumn,
  trans: TranslationBundle
): [string, string] {
  if (column.id === 'run.started' || column.id === NUMBER) {
    return [trans.__('Oldest first'), trans.__('Newest first')];
  }
  return column.numeric
    ? [trans.__('Lowest first'), trans.__('Highest first')]
    : [trans.__('Sort A to Z'), trans.__('Sort Z to A')];
}
