import React, { useId } from 'react';
import { Trouble, Unanswered } from '../../components/answered';
import { useSignal } from '../../components/hooks';
import { IPageTitle, PageWidget } from '../../components/pageWidget';
import { tabIds, Tabs } from '../../components/tabs';
import { monitorIcon } from '../../icons';
import { AlertsTab } from './alertsTab';
import { Changes } from './changes';
import { CheckPart } from './checkPart';
import { ColumnPart } from './columnPart';
import { ComparisonPart } from './comparisonPart';
import type { IMonitorPageContext } from './context';
import { Grid } from './grid';
import { Header } from './header';
import { Tab, TABS } from './model';
import { PerformanceTab } from './performanceTab';
import { RangeBar } from './rangeBar';
import { SetupTab } from './setupTab';

/** One monitor, looked at closely. */
export class MonitorView extends PageWidget<IMonitorPageContext> {
  constructor(context: IMonitorPageContext) {
    super(context, monitorIcon, 'jp-MLTrack-page', 'jp-MLTrack-monitorPage');
  }

  protected override called(): IPageTitle {
    const { name } = this.context.model;
    return { label: name, caption: this.context.trans.__('Monitor %1', name) };
  }

  protected override render(): React.JSX.Element {
    return <Page context={this.context} />;
  }
}

function Page(props: { context: IMonitorPageContext }): React.JSX.Element {
  const { context } = props;
  const { model, trans } = context;
  useSignal(model.changed);
  // Ids hold no colons: they are looked for as selectors.
  const view = `mltrack-monitor-${useId().replaceAll(':', '')}`;
  const { details } = model;
  if (!details) {
    return <Unanswered asked={model} trans={trans} />;
  }
  const { tab } = model.view;
  const ids = tabIds(view, tab);
  const { monitor, alerts } = details.row;
  const names: Record<Tab, string> = {
    drift: trans.__('Drift'),
    performance: trans.__('Performance'),
    alerts:
      alerts.length > 0
        ? trans.__('Alerts (%1 open)', alerts.length)
        : trans.__('Alerts'),
    setup: trans.__('Reference and setup')
  };
  return (
    <article aria-label={trans.__('Monitor %1', model.name)}>
      {model.gone && (
        <p className="jp-MLTrack-inTrash" role="status">
          {trans.__('This monitor was deleted.')}
        </p>
      )}
      <Trouble asked={model} trans={trans} />
      <Header details={details} context={context} />
      <Tabs
        view={view}
        label={trans.__('Parts of the monitor')}
        tabs={TABS.map(one => [one, names[one]] as const)}
        current={tab}
        onChange={chosen => model.look({ tab: chosen })}
      />
      <div
        id={ids.panel}
        role="tabpanel"
        aria-labelledby={ids.tab}
        className="jp-MLTrack-modelTab"
      >
        {(tab === 'drift' || tab === 'performance') &&
          details.total_checks > 0 && <RangeBar context={context} />}
        {tab === 'drift' && (
          <>
            <Drift context={context} />
            <Changes monitor={monitor} context={context} />
          </>
        )}
        {tab === 'performance' && <PerformanceTab context={context} />}
        {tab === 'alerts' && <AlertsTab context={context} />}
        {tab === 'setup' && <SetupTab monitor={monitor} context={context} />}
      </div>
    </article>
  );
}

/** The strip, and what was chosen in it. */
function Drift(props: { context: IMonitorPageContext }): React.JSX.Element {
  const { context } = props;
  const { model, trans } = context;
  const { checks, view, period, other, choosing } = model;
  if (checks.length === 0) {
    return (
      <p className="jp-MLTrack-none" role="status">
        {model.details?.total_checks
          ? trans.__('No check in this range of time.')
          : trans.__('No check yet: they appear here one after another.')}
      </p>
    );
  }
  const check = checks.find(one => one.id === view.check);
  const compared =
    period &&
    other &&
    !choosing &&
    model.checksOf(period).length > 0 &&
    model.checksOf(other).length > 0;
  return (
    <>
      <Grid context={context} />
      {(model.details?.more_columns ?? 0) > 0 && (
        <p className="jp-MLTrack-explains">
          {trans._n(
            '%1 less notable column is left out here: the head of a check tells of all of them.',
            '%1 less notable columns are left out here: the head of a check tells of all of them.',
            model.details!.more_columns
          )}
        </p>
      )}
      {compared ? (
        <ComparisonPart period={period} other={other} context={context} />
      ) : view.column !== null ? (
        <ColumnPart column={view.column} context={context} />
      ) : (
        check && <CheckPart check={check} context={context} />
      )}
    </>
  );
}
