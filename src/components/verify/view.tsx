import type { TranslationBundle } from '@jupyterlab/translation';
import { caretDownIcon } from '@jupyterlab/ui-components';
import React, { useCallback, useEffect, useRef, useState } from 'react';
import type {
  SavedModel,
  Verification,
  VerificationJob
} from '../../api/types';
import type { IApi } from '../../tokens';
import { Ago } from '../ago';
import type { Followed } from '../followed';
import { usePart } from '../hooks';
import { openMenu } from '../menu';
import { telling } from '../telling';
import { VerifyModel } from './model';
import { mayLoad } from './trust';
import { VerdictMark } from './verified';

/** Progress that is over sooner is not shown, in milliseconds. */
const SOON = 300;

/** Does a saved model still predict what it predicted? A button to find out, and what came of it before. */
export function Verify(props: {
  /** As `mltrack verify` takes it. */
  reference: string;
  saved: SavedModel;
  /** The newest first. */
  found: readonly Verification[];
  /** What is seen as long as this is. */
  page: Followed;
  api: IApi;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { reference, saved, found, page, api, trans } = props;
  const make = useCallback(
    () => new VerifyModel(api, reference),
    [api, reference]
  );
  const model = usePart(page, make);
  const { job } = model;
  const button = useRef<HTMLButtonElement>(null);
  const begin = async (here: boolean) => {
    if (await mayLoad(saved, trans)) {
      await telling(
        trans.__('Verifying did not begin'),
        model.start(here, !saved.safe)
      );
    }
  };
  return (
    <div className="jp-MLTrack-verify">
      <div className="jp-MLTrack-buttons">
        <button
          ref={button}
          className="jp-MLTrack-button jp-MLTrack-menuButton"
          aria-haspopup="menu"
          disabled={!saved.example}
          // Not disabled: whoever pressed it by key would be nowhere.
          aria-disabled={model.running || !saved.example}
          title={
            saved.example
              ? trans.__(
                  'Load it again, predict on its example, and compare with what it predicted when it was saved'
                )
              : trans.__(
                  'No example is stored with it: save it with log_model(…, example=X)'
                )
          }
          onClick={event =>
            !model.running &&
            openMenu(event.currentTarget, [
              {
                label: trans.__('In its environment, made again (minutes)'),
                execute: () => void begin(false)
              },
              {
                label: trans.__('In the server’s environment'),
                execute: () => void begin(true)
              }
            ])
          }
        >
          {trans.__('Verify')}
          <caretDownIcon.react tag="span" />
        </button>
        {model.running ? (
          <Progress
            model={model}
            onCancelled={() => button.current?.focus()}
            trans={trans}
          />
        ) : (
          found.length === 0 &&
          !job && (
            <span className="jp-MLTrack-none">
              {saved.example
                ? trans.__('Nobody has verified it yet.')
                : trans.__('It has no example to predict on.')}
            </span>
          )
        )}
      </div>
      {job && <Outcome job={job} trans={trans} />}
      {found.length > 0 && (
        <ol
          className="jp-MLTrack-verifications"
          aria-label={trans.__('Verifications')}
        >
          {found.map((one, index) => (
            <Row key={index} found={one} saved={saved} trans={trans} />
          ))}
        </ol>
      )}
    </div>
  );
}

/** What is being done, once it takes longer than a moment; and the way to end it. */
function Progress(props: {
  model: VerifyModel;
  onCancelled: () => void;
  trans: TranslationBundle;
}): React.JSX.Element | null {
  const { model, trans } = props;
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SOON);
    return () => clearTimeout(timer);
  }, []);
  const said = model.job?.said ?? [];
  const last = said[said.length - 1];
  return !slow ? null : (
    <>
      {model.job && model.mine && (
        <button
          className="jp-MLTrack-button"
          onClick={() => {
            props.onCancelled();
            void telling(trans.__('Verifying goes on'), model.cancel());
          }}
        >
          {trans.__('Cancel')}
        </button>
      )}
      <span className="jp-MLTrack-spinner" aria-hidden="true" />
      <span className="jp-MLTrack-verifySays" role="status">
        {model.job && !model.mine
          ? trans.__('%1 is verifying it: %2', model.job.user, last ?? '…')
          : (last ?? trans.__('Verifying…'))}
      </span>
    </>
  );
}

/** Why nothing came of it; what came of it stands in the list. */
function Outcome(props: {
  job: VerificationJob;
  trans: TranslationBundle;
}): React.JSX.Element | null {
  const { job, trans } = props;
  if (job.status === 'cancelled') {
    return (
      <p className="jp-MLTrack-none" role="status">
        {trans.__('Cancelled. Nothing was changed.')}
      </p>
    );
  }
  const warnings = job.said.filter(line => line.startsWith('warning:'));
  return (
    <>
      {job.status === 'failed' && (
        <p className="jp-MLTrack-verifyProblem" role="alert">
          {trans.__('It could not be verified.')} {job.problem?.message}
        </p>
      )}
      {warnings.map((line, index) => (
        <p key={index} className="jp-MLTrack-none" role="note">
          {line}
        </p>
      ))}
    </>
  );
}

function Row(props: {
  found: Verification;
  saved: SavedModel;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { found, saved, trans } = props;
  const place =
    found.where === 'here'
      ? trans.__('in the environment that asked')
      : trans.__('in its environment, made again');
  return (
    <li data-verdict={found.verdict}>
      <VerdictMark verdict={found.verdict} trans={trans} />{' '}
      <span className="jp-MLTrack-verifyReason">{found.reason}</span>
      <span className="jp-MLTrack-verifyFacts">
        {found.user && `${found.user}, `}
        <Ago time={found.time} trans={trans} />
        {`, ${place}`}
        {found.python && `, Python ${found.python}`}
        {found.digest !== saved.digest &&
          `. ${trans.__('Its files were others then.')}`}
      </span>
    </li>
  );
}
