import { ellipsesIcon } from '@jupyterlab/ui-components';
import React, { useMemo, useState } from 'react';
import type { ModelVersion } from '../../api/types';
import { CommandIDs } from '../../commands';
import { Ago } from '../../components/ago';
import { formatValue } from '../../components/format';
import { openMenu } from '../../components/menu';
import { NoteField } from '../../components/noteField';
import { IStep, journeys } from '../journey';
import { StageChip } from '../stageChip';
import { stageWord } from '../words';
import type { IModelPageContext } from './context';
import { More } from './versionMore';
import { moreEntries, moveEntries } from './versionMenu';

/** Metrics that fit on a line; the run has them all. */
const MOST_METRICS = 5;

/** The versions, the newest first, each with its way through the stages. */
export function Versions(props: {
  context: IModelPageContext;
}): React.JSX.Element {
  const { context } = props;
  const { model, commands, trans } = context;
  const ways = useMemo(() => journeys(model.events), [model.events]);
  if (model.total === 0) {
    return (
      <div className="jp-MLTrack-notice">
        <p>
          {trans.__(
            'This model has no version yet: register a run under its name.'
          )}
        </p>
        <div className="jp-MLTrack-buttons">
          <button
            className="jp-MLTrack-button jp-MLTrack-accept"
            onClick={() =>
              void commands.execute(CommandIDs.registerRun, {
                newest: true,
                suggest: model.name
              })
            }
          >
            {trans.__('Register newest run')}
          </button>
        </div>
      </div>
    );
  }
  return (
    <>
      <ol className="jp-MLTrack-versions" aria-label={trans.__('Versions')}>
        {model.versions.map(version => (
          <Version
            key={version.version}
            version={version}
            steps={ways.get(version.version) ?? []}
            context={context}
          />
        ))}
      </ol>
      {model.versions.length < model.total && (
        <button className="jp-MLTrack-button" onClick={() => void model.more()}>
          {trans.__('Show all %1 versions', model.total)}
        </button>
      )}
    </>
  );
}

function Version(props: {
  version: ModelVersion;
  steps: readonly IStep[];
  context: IModelPageContext;
}): React.JSX.Element {
  const { version, steps, context } = props;
  const { model, commands, trans } = context;
  const number = version.version;
  const [describing, setDescribing] = useState(false);
  const aliases = Object.entries(model.details?.model.aliases ?? {})
    .filter(([, named]) => named === number)
    .map(([alias]) => alias)
    .sort();
  return (
    <li
      className="jp-MLTrack-version"
      data-stage={version.stage}
      aria-label={trans.__('Version %1', number)}
    >
      <div className="jp-MLTrack-versionTop">
        <h3>{trans.__('v%1', number)}</h3>
        <StageChip stage={version.stage} trans={trans} />
        {aliases.map(alias => (
          <span key={alias} className="jp-MLTrack-alias">
            {alias}
          </span>
        ))}
        <Metrics version={version} context={context} />
        <span className="jp-MLTrack-buttons">
          <button
            className="jp-MLTrack-button"
            aria-haspopup="menu"
            aria-label={trans.__('Move version %1 to a stage', number)}
            onClick={event =>
              openMenu(event.currentTarget, moveEntries(version, context))
            }
          >
            {trans.__('Move to…')}
          </button>
          <button
            className="jp-MLTrack-iconButton"
            aria-haspopup="menu"
            title={trans.__('More actions')}
            aria-label={trans.__('More actions on version %1', number)}
            onClick={event =>
              openMenu(
                event.currentTarget,
                moreEntries(version, context, () => setDescribing(true))
              )
            }
          >
            <ellipsesIcon.react tag="span" />
          </button>
        </span>
      </div>
      <Way version={version} steps={steps} context={context} />
      <More version={version} context={context} />
      {(describing || version.description !== '') && (
        <NoteField
          note={version.description}
          label={trans.__('Description of version %1', number)}
          placeholder={trans.__('Add a description…')}
          onLeave={describing ? () => setDescribing(false) : undefined}
          onChange={description =>
            void commands.execute(CommandIDs.editVersion, {
              model: version.model,
              version: number,
              description
            })
          }
        />
      )}
    </li>
  );
}

function Metrics(props: {
  version: ModelVersion;
  context: IModelPageContext;
}): React.JSX.Element {
  const { version, context } = props;
  const metrics = Object.entries(version.metrics);
  const rest = metrics.length - MOST_METRICS;
  return (
    <span className="jp-MLTrack-versionMetrics">
      {metrics.slice(0, MOST_METRICS).map(([name, value]) => (
        <span key={name} title={`${name} = ${value}`}>
          {name} <b>{formatValue(value, context.settings.digits)}</b>
        </span>
      ))}
      {rest > 0 && <span>{context.trans.__('and %1 more', rest)}</span>}
    </span>
  );
}

/** The way of a version through the stages: who, when, from which run. */
function Way(props: {
  version: ModelVersion;
  steps: readonly IStep[];
  context: IModelPageContext;
}): React.JSX.Element {
  const { version, steps, context } = props;
  const { commands, trans } = context;
  const { run, run_number } = version;
  return (
    <ol
      className="jp-MLTrack-way"
      aria-label={trans.__('The way of version %1', version.version)}
    >
      {run !== null && run_number !== null && (
        <li>
          <button
            className="jp-MLTrack-link"
            onClick={() => void commands.execute(CommandIDs.openRun, { run })}
          >
            {trans.__('run %1', run_number)}
          </button>
        </li>
      )}
      {steps.map((step, index) => (
        <li
          key={index}
          data-stage={step.stage ?? 'registered'}
          title={step.reason || undefined}
        >
          <b>
            {step.stage === null
              ? trans.__('registered')
              : step.back
                ? trans.__('back to %1', stageWord(step.stage, trans))
                : stageWord(step.stage, trans)}
          </b>{' '}
          {step.user} <Ago time={step.time} trans={trans} />
        </li>
      ))}
    </ol>
  );
}
