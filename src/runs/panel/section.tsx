import {
  fileUploadIcon,
  settingsIcon,
  Toolbar,
  ToolbarButton,
  launchIcon,
  refreshIcon
} from '@jupyterlab/ui-components';
import React from 'react';
import { CommandIDs } from '../../commands';
import { ErrorNotice } from '../../components/notice';
import { CompareButton } from '../compareButton';
import type { IRunsContext } from '../context';
import { CountLine } from '../countLine';
import { EmptyState, NothingFound } from '../emptyState';
import { ExperimentPicker } from '../experimentPicker';
import { RunsFilter } from '../runsFilter';
import { RegisterButton } from '../registerButton';
import { RunsWidget, useTrouble } from '../runsWidget';
import { openPanelMenu, queryArgs } from './menu';
import { RunList } from './list';

/** The section *Runs* of the side panel. */
export class RunsSection extends RunsWidget implements Toolbar.IWidgetToolbar {
  constructor(context: IRunsContext) {
    super(context);
    const { commands, trans } = context;
    this.addClass('jp-MLTrack-section');
    this.addClass('jp-MLTrack-runsSection');
    this.title.label = trans.__('Runs');
    this.toolbar = new Toolbar();
    this.toolbar.addItem(
      'import',
      new ToolbarButton({
        icon: fileUploadIcon,
        tooltip: trans.__('Import runs of a colleague…'),
        onClick: () => void commands.execute(CommandIDs.importRuns)
      })
    );
    this.toolbar.addItem(
      'refresh',
      new ToolbarButton({
        icon: refreshIcon,
        tooltip: trans.__('Refresh'),
        onClick: () => void commands.execute(CommandIDs.refresh)
      })
    );
    this.toolbar.addItem(
      'table',
      new ToolbarButton({
        icon: launchIcon,
        tooltip: trans.__('Open as table'),
        onClick: () =>
          void commands.execute(CommandIDs.openRuns, queryArgs(context))
      })
    );
  }

  readonly toolbar: Toolbar;

  protected override render(): React.JSX.Element {
    return <RunsBody context={this.context} />;
  }
}

function RunsBody(props: { context: IRunsContext }): React.JSX.Element {
  const { context } = props;
  const { model, catalogue, trans } = context;
  const { problem, fatal, retry } = useTrouble(context);
  if (problem && fatal) {
    return <ErrorNotice error={problem} trans={trans} onRetry={retry} />;
  }
  const { filter, experiment } = model.query;
  const bare = filter === '' && experiment === null;
  return (
    <>
      <div className="jp-MLTrack-head">
        <div className="jp-MLTrack-headRow">
          <RunsFilter
            filter={filter}
            error={model.filterError}
            onFilter={text => model.setQuery({ filter: text })}
            trans={trans}
          />
          <button
            className="jp-MLTrack-iconButton"
            title={trans.__('Order and main metric')}
            aria-label={trans.__('Order and main metric')}
            aria-haspopup="menu"
            onClick={event => void openPanelMenu(context, event.currentTarget)}
          >
            <settingsIcon.react tag="span" />
          </button>
        </div>
        <div className="jp-MLTrack-headRow">
          <ExperimentPicker
            experiments={catalogue.experiments}
            experiment={experiment}
            onExperiment={name => model.setQuery({ experiment: name })}
            trans={trans}
          />
          <CountLine model={model} trans={trans} />
        </div>
      </div>
      {problem && <ErrorNotice error={problem} trans={trans} onRetry={retry} />}
      {model.loaded && model.total === 0 ? (
        bare ? (
          <EmptyState commands={context.commands} trans={trans} />
        ) : (
          <NothingFound
            onClear={() => model.setQuery({ filter: '', experiment: null })}
            trans={trans}
          />
        )
      ) : (
        <>
          <MetricCaption context={context} />
          <RunList context={context} />
        </>
      )}
      <Buttons context={context} />
    </>
  );
}

/** Which metric the lines show; each line says it where there is room. */
function MetricCaption(props: {
  context: IRunsContext;
}): React.JSX.Element | null {
  const { model, catalogue } = props.context;
  const metrics = catalogue
    .mainMetrics(model.query.experiment)
    .map(id => id.slice('metrics.'.length));
  return metrics.length > 0 ? (
    <div className="jp-MLTrack-caption" aria-hidden="true">
      {metrics.join(', ')}
    </div>
  ) : null;
}

/** What can be done with the selected runs. */
function Buttons(props: { context: IRunsContext }): React.JSX.Element {
  const { commands, trans } = props.context;
  return (
    <div className="jp-MLTrack-foot jp-MLTrack-buttons">
      <CompareButton context={props.context} />
      <RegisterButton context={props.context} />
      <button
        className="jp-MLTrack-button"
        onClick={() =>
          void commands.execute(CommandIDs.openRuns, queryArgs(props.context))
        }
      >
        {trans.__('Open as table')}
      </button>
    </div>
  );
}
