import {
  fileUploadIcon,
  launchIcon,
  refreshIcon,
  settingsIcon
} from '@jupyterlab/ui-components';
import React from 'react';
import { CommandIDs } from '../../commands';
import { Trouble } from '../../components/answered';
import { PanelSection } from '../../components/panelSection';
import { CompareButton } from '../compareButton';
import type { IRunsContext } from '../context';
import { CountLine } from '../countLine';
import { NoRuns } from '../emptyState';
import { ExperimentPicker } from '../experimentPicker';
import { RunsFilter } from '../runsFilter';
import { RegisterButton } from '../registerButton';
import { useAsked } from '../asked';
import { openPanelMenu, queryArgs } from './menu';
import { RunList } from './list';

/** The section *Runs* of the side panel. */
export class RunsSection extends PanelSection {
  constructor(readonly context: IRunsContext) {
    const { model, catalogue, commands, trans } = context;
    super({
      title: trans.__('Runs'),
      className: 'jp-MLTrack-runsSection',
      models: [model, catalogue],
      tools: [
        {
          icon: fileUploadIcon,
          tooltip: trans.__('Import runs of a colleague…'),
          command: CommandIDs.importRuns
        },
        {
          icon: refreshIcon,
          tooltip: trans.__('Refresh'),
          command: CommandIDs.refresh
        },
        {
          icon: launchIcon,
          tooltip: trans.__('Open as table'),
          command: CommandIDs.openRuns,
          args: () => queryArgs(context)
        }
      ],
      commands
    });
  }

  protected override render(): React.JSX.Element {
    return <RunsBody context={this.context} />;
  }
}

function RunsBody(props: { context: IRunsContext }): React.JSX.Element {
  const { context } = props;
  const { model, commands, trans } = context;
  const asked = useAsked(context);
  if (asked.fatal) {
    return <Trouble asked={asked} trans={trans} />;
  }
  return (
    <>
      <div className="jp-MLTrack-head">
        <div className="jp-MLTrack-headRow">
          <RunsFilter context={context} />
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
          <ExperimentPicker context={context} />
          <CountLine context={context} />
        </div>
      </div>
      <Trouble asked={asked} trans={trans} />
      {model.loaded && model.total === 0 ? (
        <NoRuns model={model} commands={commands} trans={trans} />
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
