import React, { useCallback, useId, useState } from 'react';
import type { ModelVersion } from '../../api/types';
import { Comments } from '../../components/comments/view';
import { Trouble, Waiting } from '../../components/answered';
import { usePart } from '../../components/hooks';
import { VerdictMark } from '../../components/verify/verified';
import { Verify } from '../../components/verify/view';
import type { IModelPageContext } from './context';
import { VerificationsModel } from './verificationsModel';

/** What people said about a version, and whether it still predicts the same: both open by their words. */
export function More(props: {
  version: ModelVersion;
  context: IModelPageContext;
}): React.JSX.Element {
  const { version, context } = props;
  const { model, trans } = context;
  const number = version.version;
  const id = useId();
  const [open, setOpen] = useState<'comments' | 'verify' | null>(null);
  const toggle = (part: typeof open) => setOpen(open === part ? null : part);
  const count = model.comments(number);
  return (
    <>
      <div className="jp-MLTrack-versionMore">
        <button
          className="jp-MLTrack-link"
          aria-expanded={open === 'comments'}
          aria-controls={id}
          onClick={() => toggle('comments')}
        >
          {count === 0
            ? trans.__('Comment')
            : trans._n('%1 comment', '%1 comments', count)}
          <span className="jp-MLTrack-unseen">
            {' '}
            {trans.__('on version %1', number)}
          </span>
        </button>
        {version.saved && (
          <button
            className="jp-MLTrack-link"
            aria-expanded={open === 'verify'}
            aria-controls={id}
            onClick={() => toggle('verify')}
          >
            {version.verification ? (
              <>
                {trans.__('Verified:')}{' '}
                <VerdictMark
                  verdict={version.verification.verdict}
                  trans={trans}
                />
              </>
            ) : (
              trans.__('Verify')
            )}
            <span className="jp-MLTrack-unseen">
              {' '}
              {trans.__('version %1', number)}
            </span>
          </button>
        )}
      </div>
      <div id={id} className="jp-MLTrack-versionPart" hidden={open === null}>
        {open === 'comments' && (
          <Comments
            about={{ model: version.model, version: number }}
            label={trans.__('Comment on version %1', number)}
            page={model}
            api={context.api}
            rendermime={context.rendermime}
            trans={trans}
          />
        )}
        {open === 'verify' && (
          <Verifications version={version} context={context} />
        )}
      </div>
    </>
  );
}

/** All verifications of a version, and a button for another one. */
function Verifications(props: {
  version: ModelVersion;
  context: IModelPageContext;
}): React.JSX.Element | null {
  const { version, context } = props;
  const { api, model, trans } = context;
  const { model: name, version: number, saved } = version;
  const make = useCallback(
    () => new VerificationsModel(api, name, number),
    [api, name, number]
  );
  const past = usePart(model, make);
  return saved === null ? null : (
    <>
      <Trouble asked={past} trans={trans} />
      {past.loaded ? (
        <Verify
          reference={`${name}/${number}`}
          saved={saved}
          found={past.found}
          page={model}
          api={api}
          trans={trans}
        />
      ) : (
        !past.error && <Waiting trans={trans} />
      )}
    </>
  );
}
