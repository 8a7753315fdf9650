import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { ApiError } from '../api/error';
import { ErrorNotice } from '../components/notice';

/** What a figure shows besides its drawing. */
export interface IFigureState {
  /** Nothing has come for a while. */
  slow: boolean;
  error: ApiError | null;
  /** Nothing in this JupyterLab draws figures. */
  noRenderer: boolean;
  /** The figure in a sentence. */
  summary: string;
  /** The figure has no marks: the sentence says why. */
  empty: boolean;
  /** What the figure leaves out. */
  notes: readonly string[];
}

export const NOTHING: IFigureState = {
  slow: false,
  error: null,
  noRenderer: false,
  summary: '',
  empty: false,
  notes: []
};

/** Progress, errors, notes, and the sentence for those who do not see the drawing. */
export function FigureState(props: {
  state: IFigureState;
  summaryId: string;
  trans: TranslationBundle;
  onRetry: () => void;
  onCancel: () => void;
}): React.JSX.Element {
  const { state, trans } = props;
  return (
    <>
      {state.slow && (
        <div className="jp-MLTrack-figureProgress" role="status">
          <span className="jp-MLTrack-spinner" aria-hidden="true" />
          {trans.__('Drawing…')}
          <button className="jp-MLTrack-button" onClick={props.onCancel}>
            {trans.__('Stop')}
          </button>
        </div>
      )}
      {state.error && (
        <ErrorNotice
          error={state.error}
          trans={trans}
          onRetry={props.onRetry}
        />
      )}
      {state.noRenderer && <NoRenderer trans={trans} />}
      <p
        id={props.summaryId}
        className={
          state.empty || state.noRenderer
            ? 'jp-MLTrack-figureSentence'
            : 'jp-MLTrack-unseen'
        }
      >
        {state.summary}
      </p>
      {state.notes.length > 0 && (
        <ul className="jp-MLTrack-figureNotes">
          {state.notes.map(note => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </>
  );
}

const INSTALL = 'pip install plotly';

function NoRenderer(props: { trans: TranslationBundle }): React.JSX.Element {
  const { trans } = props;
  return (
    <div className="jp-MLTrack-notice" role="alert">
      <h3>{trans.__('Nothing here draws figures')}</h3>
      <p>
        {trans.__(
          'Figures are drawn by the plotly package. Install it in the environment that starts JupyterLab, then reload this page:'
        )}
      </p>
      <pre>{INSTALL}</pre>
    </div>
  );
}
