import type { TranslationBundle } from '@jupyterlab/translation';
import { addIcon, bellIcon, refreshIcon } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import React from 'react';
import { CommandIDs } from '../../commands';
import { PanelSection } from '../../components/panelSection';
import { SearchedList } from '../../components/searchedList';
import type { IBell } from '../../tokens';
import { NoMonitors } from './emptyState';
import { MonitorLine } from './line';
import type { MonitorsModel } from './model';

/** From how many monitors on they are searched. */
const MANY = 9;

/** What the parts of the section share. */
export interface IMonitorsContext {
  readonly model: MonitorsModel;
  /** The open alerts. */
  readonly waiting: IBell.ISource;
  readonly commands: CommandRegistry;
  readonly trans: TranslationBundle;
}

/** The section *Monitors* of the side panel. */
export class MonitorsSection extends PanelSection {
  constructor(readonly context: IMonitorsContext) {
    const { model, waiting, commands, trans } = context;
    super({
      title: trans.__('Monitors'),
      className: 'jp-MLTrack-monitorsSection',
      models: [model],
      tools: [
        {
          icon: bellIcon,
          tooltip: trans.__('Alerts'),
          command: CommandIDs.openAlerts
        },
        {
          icon: addIcon,
          tooltip: trans.__('New monitor'),
          command: CommandIDs.newMonitor
        },
        {
          icon: refreshIcon,
          tooltip: trans.__('Refresh'),
          command: CommandIDs.refresh
        }
      ],
      commands,
      waiting,
      alarm: true
    });
  }

  protected override render(): React.JSX.Element {
    return <Body context={this.context} />;
  }
}

function Body(props: { context: IMonitorsContext }): React.JSX.Element {
  const { model, commands, trans } = props.context;
  return (
    <SearchedList
      model={model}
      many={MANY}
      words={{
        list: trans.__('Monitors'),
        placeholder: trans.__('Search monitors…'),
        search: trans.__('Search monitors'),
        hint: trans.__('Words are looked for in names and models.'),
        nothing: trans.__('No monitor matches.'),
        all: trans.__('Show all monitors'),
        more: (shown, total) =>
          trans.__('%1 of %2 monitors: search for the others.', shown, total)
      }}
      empty={<NoMonitors commands={commands} trans={trans} />}
      row={row => (
        <MonitorLine
          key={row.monitor.id}
          row={row}
          commands={commands}
          trans={trans}
        />
      )}
      trans={trans}
    />
  );
}
