import { MenuSvg } from '@jupyterlab/ui-components';
import { CommandRegistry } from '@lumino/commands';
import { CommandIDs } from '../../commands';
import type { IRunsContext } from '../context';

/** How many metrics a sub-menu offers; the table has them all. */
const MOST_OFFERED = 12;

/**
 * Open the menu of the panel: order, main metric, import, refresh.
 *
 * @param anchor The button that it hangs from.
 */
export async function openPanelMenu(
  context: IRunsContext,
  anchor: HTMLElement
): Promise<void> {
  const { model, catalogue, commands, trans } = context;
  const local = new CommandRegistry();
  const menu = new MenuSvg({ commands: local });
  const add = (
    into: MenuSvg,
    label: string,
    execute: () => void,
    chosen?: boolean
  ) => {
    const id = `entry-${local.listCommands().length}`;
    local.addCommand(id, {
      label,
      describedBy: { args: { type: 'object', properties: {} } },
      isToggleable: chosen !== undefined,
      isToggled: () => chosen === true,
      execute
    });
    into.addItem({ command: id });
  };
  const sort = (label: string, by: string) =>
    add(
      order,
      label,
      () => model.setQuery({ sort: by }),
      model.query.sort === by
    );

  const order = new MenuSvg({ commands: local });
  order.title.label = trans.__('Sort by');
  sort(trans.__('Newest first'), '-run.number');
  sort(trans.__('Oldest first'), 'run.number');
  sort(trans.__('Name'), 'run.name');
  sort(trans.__('State'), 'run.status');
  sort(trans.__('Longest first'), '-run.duration');
  const { experiment } = model.query;
  const metrics = (await catalogue.askColumns(experiment))
    .filter(column => column.group === 'metrics')
    .slice(0, MOST_OFFERED);
  if (metrics.length > 0) {
    order.addItem({ type: 'separator' });
  }
  for (const { id, name, direction } of metrics) {
    if (direction === null) {
      sort(trans.__('%1, highest first', name), `-${id}`);
      sort(trans.__('%1, lowest first', name), id);
    } else {
      sort(
        trans.__('%1, best first', name),
        direction === 'max' ? `-${id}` : id
      );
    }
  }
  menu.addItem({ type: 'submenu', submenu: order });

  if (experiment !== null && metrics.length > 0) {
    const main = new MenuSvg({ commands: local });
    main.title.label = trans.__('Main metric of %1', experiment);
    const current = catalogue.experiment(experiment)?.main_metric;
    for (const { name } of metrics) {
      add(
        main,
        name,
        () =>
          void commands.execute(CommandIDs.setMainMetric, {
            experiment,
            metric: name
          }),
        name === current
      );
    }
    menu.addItem({ type: 'submenu', submenu: main });
  }
  menu.addItem({ type: 'separator' });
  add(
    menu,
    trans.__('Open as table'),
    () => void commands.execute(CommandIDs.openRuns, queryArgs(context))
  );
  add(
    menu,
    trans.__('Import…'),
    () => void commands.execute(CommandIDs.importRuns)
  );
  add(
    menu,
    trans.__('Refresh'),
    () => void commands.execute(CommandIDs.refresh)
  );
  menu.aboutToClose.connect(() => {
    // The chosen entry runs after the menu has closed.
    setTimeout(() => menu.dispose(), 0);
  });
  const { left, bottom } = anchor.getBoundingClientRect();
  menu.open(left, bottom);
}

/** The panel's query as arguments of the table's command. */
export function queryArgs(context: IRunsContext): {
  filter: string;
  experiment: string | null;
  sort: string;
} {
  const { filter, experiment, sort } = context.model.query;
  return { filter, experiment, sort };
}
