import { bellIcon } from '@jupyterlab/ui-components';
import React from 'react';
import { Trouble, Unanswered } from '../../components/answered';
import { useSignal } from '../../components/hooks';
import { IPageTitle, PageWidget } from '../../components/pageWidget';
import type { IMonitorParts } from '../page/context';
import { AlertCard } from './card';
import type { AlertsModel, Status } from './model';

/** What the parts of the page share. */
export interface IAlertsContext extends IMonitorParts {
  readonly model: AlertsModel;
}

/** The alerts of all monitors. */
export class AlertsView extends PageWidget<IAlertsContext> {
  constructor(context: IAlertsContext) {
    super(context, bellIcon, 'jp-MLTrack-page', 'jp-MLTrack-alertsPage');
  }

  protected override called(): IPageTitle {
    const { trans } = this.context;
    return {
      label: trans.__('Alerts'),
      caption: trans.__('Alerts of all monitors')
    };
  }

  protected override render(): React.JSX.Element {
    return <Page context={this.context} />;
  }
}

function Page(props: { context: IAlertsContext }): React.JSX.Element {
  const { context } = props;
  const { model, trans } = context;
  useSignal(model.changed);
  const choices: [Status, string][] = [
    ['open', trans.__('Open (%1)', model.open)],
    ['resolved', trans.__('Resolved')],
    ['all', trans.__('All')]
  ];
  return (
    <article aria-label={trans.__('Alerts')}>
      <div className="jp-MLTrack-pageTitle">
        <h1>{trans.__('Alerts')}</h1>
        <div
          className="jp-MLTrack-rangeChips"
          role="group"
          aria-label={trans.__('Which alerts')}
        >
          {choices.map(([status, words]) => (
            <button
              key={status}
              className="jp-MLTrack-rangeChip"
              aria-pressed={status === model.status}
              onClick={() => model.choose(status)}
            >
              {words}
            </button>
          ))}
        </div>
      </div>
      {!model.loaded ? (
        <Unanswered asked={model} trans={trans} />
      ) : (
        <>
          <Trouble asked={model} trans={trans} />
          {model.alerts.length === 0 && (
            <p className="jp-MLTrack-none" role="status">
              {model.status === 'open'
                ? trans.__('No alert is open. All is calm.')
                : trans.__('No such alert.')}
            </p>
          )}
          <ul className="jp-MLTrack-alerts" aria-label={trans.__('Alerts')}>
            {model.alerts.map(alert => (
              <AlertCard
                key={alert.id}
                alert={alert}
                page={model}
                open={alert.id === model.shown}
                shown={alert.id === model.shown}
                parts={context}
              />
            ))}
          </ul>
          {model.alerts.length < model.total && (
            <p className="jp-MLTrack-more">
              {trans.__(
                'The newest %1 of %2.',
                model.alerts.length,
                model.total
              )}
            </p>
          )}
        </>
      )}
    </article>
  );
}
