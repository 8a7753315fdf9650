import React, { useId, useState } from 'react';
import type { ModelDetails, Rollback } from '../../api/types';
import { CommandIDs } from '../../commands';
import { Ago } from '../../components/ago';
import { journeys } from '../journey';
import { StageChip } from '../stageChip';
import { rollbackSentence, Stage, stageWord } from '../words';
import type { IModelPageContext } from './context';

const SERVED: readonly Stage[] = ['production', 'staging'];

/** What is in production and staging, since when and by whom; and the way back. */
export function Stages(props: {
  details: ModelDetails;
  context: IModelPageContext;
}): React.JSX.Element {
  const { details, context } = props;
  const { trans } = context;
  return (
    <div className="jp-MLTrack-stages">
      {SERVED.map(stage => {
        const rollback = details.rollbacks.find(one => one.stage === stage);
        const versions = details.model.stages[stage] ?? [];
        return versions.length === 0 &&
          !rollback &&
          stage !== 'production' ? null : (
          <section
            key={stage}
            className="jp-MLTrack-stageBox"
            aria-label={stageWord(stage, trans)}
          >
            <InStage stage={stage} versions={versions} context={context} />
            {rollback && <Back rollback={rollback} {...props} />}
          </section>
        );
      })}
      {details.requests.map(request => (
        <section key={request.id} className="jp-MLTrack-stageBox">
          <span className="jp-MLTrack-asks" title={request.reason}>
            {trans.__(
              '%1 asks for v%2 to go to %3: %4',
              request.author,
              request.version,
              stageWord(request.stage, trans),
              request.reason
            )}
          </span>
          <button
            className="jp-MLTrack-button"
            onClick={() =>
              void context.commands.execute(CommandIDs.openRequest, {
                request: request.id
              })
            }
          >
            {trans.__('Open request')}
          </button>
        </section>
      ))}
    </div>
  );
}

function InStage(props: {
  stage: Stage;
  versions: readonly number[];
  context: IModelPageContext;
}): React.JSX.Element {
  const { stage, versions, context } = props;
  const { model, trans } = context;
  const steps = journeys(model.events).get(versions[versions.length - 1]) ?? [];
  const step = steps[steps.length - 1];
  return (
    <p className="jp-MLTrack-inStage">
      {versions.length === 0 ? (
        <span className="jp-MLTrack-none">
          {trans.__('No version is in %1.', stageWord(stage, trans))}
        </span>
      ) : (
        <StageChip stage={stage} versions={versions} trans={trans} />
      )}
      {versions.length > 0 && step?.stage === stage && (
        <span className="jp-MLTrack-none">
          {trans.__('by %1', step.user)} <Ago time={step.time} trans={trans} />
        </span>
      )}
    </p>
  );
}

/** Says what a rollback will do, and does it with one click. */
function Back(props: {
  rollback: Rollback;
  context: IModelPageContext;
}): React.JSX.Element {
  const { rollback, context } = props;
  const { model, commands, trans } = context;
  const { stage, current, target } = rollback;
  const [reason, setReason] = useState('');
  const sentence = useId();
  return (
    <div className="jp-MLTrack-rollback">
      {rollback.free ? (
        <>
          <button
            className="jp-MLTrack-button"
            aria-describedby={sentence}
            onClick={() => {
              void commands.execute(CommandIDs.rollBack, {
                model: model.name,
                stage,
                current,
                reason
              });
              setReason('');
            }}
          >
            {trans.__('Roll back to v%1', target)}
          </button>
          <input
            className="jp-MLTrack-input"
            value={reason}
            placeholder={trans.__('Why (optional)')}
            aria-label={trans.__('Why it is rolled back')}
            onChange={event => setReason(event.currentTarget.value)}
          />
        </>
      ) : (
        <button
          className="jp-MLTrack-button"
          aria-describedby={sentence}
          onClick={() =>
            void commands.execute(CommandIDs.moveVersion, {
              model: model.name,
              version: target,
              stage
            })
          }
        >
          {trans.__('Ask for v%1…', target)}
        </button>
      )}
      <span id={sentence} className="jp-MLTrack-rollbackSays">
        {rollbackSentence(rollback, trans)}
      </span>
    </div>
  );
}
