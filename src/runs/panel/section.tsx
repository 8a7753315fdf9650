import {
  ReactWidget,
  settingsIcon,
  Toolbar,
  ToolbarButton,
  launchIcon,
  refreshIcon
} from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import React from 'react';
import { ApiError } from '../../api/error';
import { CommandIDs } from '../../commands';
import { useSignal } from '../../components/hooks';
import { ErrorNotice } from '../../components/notice';
import type { IRunsContext } from '../context';
import { CountLine } from '../countLine';
import { EmptyState, NothingFound } from '../emptyState';
import { ExperimentPicker } from '../experimentPicker';
import { FilterBox } from '../filterBox';
import { openPanelMenu, queryArgs } from './menu';
import { RunList } from './list';

/** The section *Runs* of the side panel. */
export class RunsSection extends ReactWidget implements Toolbar.IWidgetToolbar {
  constructor(private readonly _context: IRunsContext) {
    super();
    const { commands, trans } = _context;
    this.addClass('jp-MLTrack');
    this.addClass('jp-MLTrack-section');
    this.title.label = trans.__('Runs');
    this.toolbar = new Toolbar();
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
          void commands.execute(CommandIDs.openRuns, queryArgs(_context))
      })
    );
  }

  readonly toolbar: Toolbar;

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this._context.model.dispose();
    this._context.catalogue.dispose();
    super.dispose();
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this._setActive(true);
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this._setActive(this.isVisible);
  }

  protected override onBeforeHide(message: Message): void {
    super.onBeforeHide(message);
    this._setActive(false);
  }

  protected override render(): React.JSX.Element {
    return <RunsBody context={this._context} />;
  }

  private _setActive(active: boolean): void {
    this._context.model.active = active;
    this._context.catalogue.active = active;
  }
}

function RunsBody(props: { context: IRunsContext }): React.JSX.Element {
  const { context } = props;
  const { model, catalogue, trans } = context;
  useSignal(model.changed);
  useSignal(catalogue.changed);
  const retry = () => {
    void model.refresh();
    void catalogue.refresh();
  };
  if (model.error && !model.loaded) {
    return <ErrorNotice error={model.error} trans={trans} onRetry={retry} />;
  }
  const { filter, experiment } = model.query;
  const bare = filter === '' && experiment === null;
  const problem =
    model.error ??
    (catalogue.problem
      ? new ApiError(catalogue.problem.code, catalogue.problem.message, 0)
      : null);
  return (
    <>
      <div className="jp-MLTrack-head">
        <div className="jp-MLTrack-headRow">
          <FilterBox
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
  const { selection, commands, trans } = props.context;
  useSignal(selection.changed);
  const count = selection.runs.length;
  return (
    <div className="jp-MLTrack-foot jp-MLTrack-buttons">
      <button
        className="jp-MLTrack-button"
        disabled={count < 2 || !commands.hasCommand(CommandIDs.compare)}
        title={
          count < 2
            ? trans.__('Select two or more runs to compare them')
            : undefined
        }
        onClick={() =>
          void commands.execute(CommandIDs.compare, {
            runs: [...selection.runs]
          })
        }
      >
        {count < 2 ? trans.__('Compare') : trans.__('Compare %1', count)}
      </button>
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
