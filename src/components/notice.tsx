import { Clipboard } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { ApiError } from '../api/error';

/** What happened, what is safe, what to do. */
export function ErrorNotice(props: {
  error: ApiError;
  trans: TranslationBundle;
  onRetry: () => void;
}): React.JSX.Element {
  const { error, trans } = props;
  return (
    <div className="jp-MLTrack-notice" role="alert" data-code={error.code}>
      <h3>{headline(error, trans)}</h3>
      {error.serverMissing ? (
        <ServerMissing trans={trans} />
      ) : (
        <p>{error.message}</p>
      )}
      <div className="jp-MLTrack-buttons">
        <button className="jp-MLTrack-button" onClick={props.onRetry}>
          {trans.__('Try again')}
        </button>
        <button
          className="jp-MLTrack-button"
          onClick={() => Clipboard.copyToSystem(error.details)}
        >
          {trans.__('Copy details')}
        </button>
      </div>
    </div>
  );
}

/** The commands that mend a missing server half. */
const REMEDY = `pip install jupyter-mltrack
jupyter server extension enable jupyter_mltrack
jupyter server extension list`;

function headline(error: ApiError, trans: TranslationBundle): string {
  if (error.serverMissing) {
    return trans.__('The server half of MLTrack is not running');
  }
  if (error.code === 'offline') {
    return trans.__('The Jupyter server does not answer');
  }
  if (error.code.startsWith('store')) {
    return trans.__('The store cannot be used');
  }
  if (error.code === 'not_found') {
    return trans.__('Not found');
  }
  return trans.__('This did not work');
}

function ServerMissing(props: { trans: TranslationBundle }): React.JSX.Element {
  const { trans } = props;
  return (
    <>
      <p>
        {trans.__(
          'This panel is installed in JupyterLab, but the Jupyter server it talks to has no jupyter-mltrack, or has it switched off. Runs that are stored are safe.'
        )}
      </p>
      <p>{trans.__('In the environment that starts JupyterLab:')}</p>
      <pre>{REMEDY}</pre>
      <p>{trans.__('Then restart JupyterLab.')}</p>
    </>
  );
}
