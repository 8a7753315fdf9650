import type { TranslationBundle } from '@jupyterlab/translation';
import {
  addIcon,
  bellIcon,
  ReactWidget,
  refreshIcon,
  Toolbar,
  ToolbarButton
} from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import type { Message } from '@lumino/messaging';
import React from 'react';
import { CommandIDs } from '../../commands';
import { Trouble } from '../../components/answered';
import { FilterBox } from '../../components/filterBox';
import { useSignal } from '../../components/hooks';
import type { OpenAlerts } from '../alertsModel';
import { EmptyState } from './emptyState';
import { MonitorLine } from './line';
import type { MonitorsModel } from './model';

/** From how many monitors on they are searched. */
const MANY = 8;

/** What the parts of the section share. */
export interface IMonitorsContext {
  readonly model: MonitorsModel;
  readonly alerts: OpenAlerts;
  readonly commands: CommandRegistry;
  readonly trans: TranslationBundle;
}

/** The section *Monitors* of the side panel. */
export class MonitorsSection
  extends ReactWidget
  implements Toolbar.IWidgetToolbar
{
  constructor(readonly context: IMonitorsContext) {
    super();
    const { commands, alerts, trans } = context;
    this.addClass('jp-MLTrack');
    this.addClass('jp-MLTrack-section');
    this.addClass('jp-MLTrack-monitorsSection');
    this.title.label = trans.__('Monitors');
    const button = (icon: typeof addIcon, tooltip: string, command: string) =>
      new ToolbarButton({
        icon,
        tooltip,
        onClick: () => void commands.execute(command)
      });
    this.toolbar = new Toolbar();
    this.toolbar.addItem('open', new AlertsBadge(alerts, trans));
    this.toolbar.addItem(
      'alerts',
      button(bellIcon, trans.__('Alerts'), CommandIDs.openAlerts)
    );
    this.toolbar.addItem(
      'new',
      button(addIcon, trans.__('New monitor'), CommandIDs.newMonitor)
    );
    this.toolbar.addItem(
      'refresh',
      button(refreshIcon, trans.__('Refresh'), CommandIDs.refresh)
    );
  }

  readonly toolbar: Toolbar;

  override dispose(): void {
    if (!this.isDisposed) {
      this.context.model.dispose();
      super.dispose();
    }
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.context.model.active = true;
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this.context.model.active = this.isVisible;
  }

  protected override onBeforeHide(message: Message): void {
    super.onBeforeHide(message);
    this.context.model.active = false;
  }

  protected override render(): React.JSX.Element {
    return <Body context={this.context} />;
  }
}

/** How many alerts are open, on the section's title: seen also when it is folded. */
class AlertsBadge extends ReactWidget {
  constructor(
    private readonly _alerts: OpenAlerts,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('jp-MLTrack-badgeHost');
  }

  protected override render(): React.JSX.Element {
    return <Badge alerts={this._alerts} trans={this._trans} />;
  }
}

function Badge(props: {
  alerts: OpenAlerts;
  trans: TranslationBundle;
}): React.JSX.Element | null {
  const { alerts, trans } = props;
  useSignal(alerts.changed);
  const words = trans._n('%1 open alert', '%1 open alerts', alerts.open);
  return alerts.open === 0 ? null : (
    <span
      className="jp-MLTrack-badge jp-MLTrack-alarm"
      role="img"
      aria-label={words}
      title={words}
    >
      {alerts.open}
    </span>
  );
}

function Body(props: { context: IMonitorsContext }): React.JSX.Element {
  const { model, commands, trans } = props.context;
  useSignal(model.changed);
  if (model.error && !model.loaded) {
    return <Trouble asked={model} trans={trans} />;
  }
  const bare = model.text === '';
  return (
    <>
      {(!bare || model.total > MANY) && (
        <div className="jp-MLTrack-head">
          <div className="jp-MLTrack-headRow">
            <FilterBox
              filter={model.text}
              placeholder={trans.__('Search monitors…')}
              label={trans.__('Search monitors')}
              hint={trans.__('Words are looked for in names and models.')}
              onFilter={text => (model.text = text)}
              trans={trans}
            />
          </div>
        </div>
      )}
      <Trouble asked={model} trans={trans} />
      <div className="jp-MLTrack-modelsList">
        {model.loaded && model.total === 0 ? (
          bare ? (
            <EmptyState commands={commands} trans={trans} />
          ) : (
            <div className="jp-MLTrack-notice">
              <p>{trans.__('No monitor matches.')}</p>
              <button
                className="jp-MLTrack-button"
                onClick={() => (model.text = '')}
              >
                {trans.__('Show all monitors')}
              </button>
            </div>
          )
        ) : (
          <ul
            className="jp-MLTrack-monitorLines"
            aria-label={trans.__('Monitors')}
          >
            {model.rows.map(row => (
              <MonitorLine
                key={row.monitor.id}
                row={row}
                commands={commands}
                trans={trans}
              />
            ))}
          </ul>
        )}
        {model.rows.length < model.total && (
          <p className="jp-MLTrack-more" role="status">
            {trans.__(
              '%1 of %2 monitors: search for the others.',
              model.rows.length,
              model.total
            )}
          </p>
        )}
      </div>
    </>
  );
}
