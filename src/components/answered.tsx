import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { ApiError } from '../api/error';
import { ErrorNotice } from './notice';

/** What a page, or a part of one, asks the server for. */
export interface IAsked {
  readonly error: ApiError | null;
  refresh(): Promise<void>;
}

/** What was wrong with the newest answer, and a button to ask again. */
export function Trouble(props: {
  asked: IAsked;
  trans: TranslationBundle;
}): React.JSX.Element | null {
  const { asked, trans } = props;
  return (
    asked.error && (
      <ErrorNotice
        error={asked.error}
        trans={trans}
        onRetry={() => void asked.refresh()}
      />
    )
  );
}

/** An answer is on its way. */
export function Waiting(props: {
  trans: TranslationBundle;
}): React.JSX.Element {
  return (
    <p className="jp-MLTrack-waiting" role="status">
      {props.trans.__('Loading…')}
    </p>
  );
}

/** What stands where no answer has come yet: what was wrong, or that one is on its way. */
export function Unanswered(props: {
  asked: IAsked;
  trans: TranslationBundle;
}): React.JSX.Element {
  return props.asked.error ? <Trouble {...props} /> : <Waiting {...props} />;
}
