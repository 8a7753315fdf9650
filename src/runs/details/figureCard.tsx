import { Dialog } from '@jupyterlab/apputils';
import { downloadIcon, launchIcon } from '@jupyterlab/ui-components';
import React, { useEffect, useMemo, useRef, useState } from 'react';
import { ApiError, isAborted } from '../../api/error';
import type { Artifact, Run } from '../../api/types';
import { formatBytes } from '../../components/format';
import type { IDetailsContext } from './context';
import {
  drawFigure,
  Drawn,
  IFigureContent,
  Picture,
  readJson
} from './figureContent';
import { FigureKind, figureKind } from './figureKinds';
import { COMPUTED, foreignSources } from './figureSources';
import { useSeen } from './sight';

/** Larger figures are loaded when somebody asks for them. */
const MOST_BYTES = 8_000_000;

/** One figure of a run: loaded when it comes into sight, enlarged by a click, to download. */
export function FigureCard(props: {
  run: Run;
  figure: Artifact;
  /** Which of the run's figures it is, from 1. */
  number: number;
  context: IDetailsContext;
}): React.JSX.Element {
  const { run, figure, number, context } = props;
  const { api, rendermime, trans } = context;
  const kind = figureKind(figure, rendermime);
  const card = useRef<HTMLLIElement>(null);
  const seen = useSeen(card);
  const [asked, setAsked] = useState(figure.size <= MOST_BYTES);
  const { bytes, error, retry } = useBytes(
    context,
    run.id,
    figure.path,
    kind !== 'unknown' && seen && asked
  );
  const sources = useMemo(
    () =>
      bytes && kind !== 'picture' ? foreignSources(readJson(bytes), kind) : [],
    [bytes, kind]
  );
  const [allowed, setAllowed] = useState(false);
  const asks = sources.length > 0 && !allowed;
  const label = trans.__('Figure %1 of run %2', number, run.number);
  const content = bytes && {
    figure,
    bytes,
    label,
    rendermime,
    trans
  };
  const enlarge = () => content && void showLarge(content, kind);
  return (
    <li ref={card} className="jp-MLTrack-figureCard" data-kind={kind}>
      <div className="jp-MLTrack-figureFrame" aria-busy={seen && !bytes}>
        {kind === 'unknown' ? (
          <span className="jp-MLTrack-none">
            {trans.__('Nothing here draws %1.', figure.media_type)}
          </span>
        ) : error ? (
          <span className="jp-MLTrack-none" role="alert">
            {error.message}{' '}
            <button className="jp-MLTrack-link" onClick={retry}>
              {trans.__('Try again')}
            </button>
          </span>
        ) : !asked ? (
          <button className="jp-MLTrack-button" onClick={() => setAsked(true)}>
            {trans.__('Show %1', formatBytes(figure.size))}
          </button>
        ) : (
          content &&
          (asks ? (
            <span className="jp-MLTrack-none">
              {sources.includes(COMPUTED)
                ? trans.__('Drawing this figure loads from elsewhere.')
                : trans.__(
                    'Drawing this figure loads from %1.',
                    sources.join(', ')
                  )}{' '}
              <button
                className="jp-MLTrack-link"
                onClick={() => setAllowed(true)}
              >
                {trans.__('Draw it')}
              </button>
            </span>
          ) : kind === 'picture' ? (
            <button
              className="jp-MLTrack-figureButton"
              title={trans.__('Enlarge')}
              aria-label={trans.__('%1: enlarge', label)}
              onClick={enlarge}
            >
              <Picture {...content} />
            </button>
          ) : (
            <Drawn {...content} />
          ))
        )}
      </div>
      <div className="jp-MLTrack-figureCaption">
        <span>{trans.__('Figure %1', number)}</span>
        <span className="jp-MLTrack-figurePath" title={figure.path}>
          {figure.path.slice(figure.path.lastIndexOf('/') + 1)}
        </span>
        {(kind === 'plotly' || kind === 'vega') && (
          <button
            className="jp-MLTrack-iconButton"
            title={trans.__('Enlarge')}
            aria-label={trans.__('%1: enlarge', label)}
            disabled={!content || asks}
            onClick={enlarge}
          >
            <launchIcon.react tag="span" />
          </button>
        )}
        <a
          className="jp-MLTrack-iconButton"
          href={api.fileUrl(run.id, figure.path)}
          download
          title={trans.__(
            'Download %1 (%2)',
            figure.path,
            formatBytes(figure.size)
          )}
          aria-label={trans.__('%1: download', label)}
        >
          <downloadIcon.react tag="span" />
        </a>
      </div>
    </li>
  );
}

/** The bytes of a file, as soon as they are wanted. */
function useBytes(
  context: IDetailsContext,
  run: string,
  path: string,
  wanted: boolean
): { bytes: ArrayBuffer | null; error: ApiError | null; retry: () => void } {
  const { api } = context;
  const [bytes, setBytes] = useState<ArrayBuffer | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (!wanted) {
      return;
    }
    const asking = new AbortController();
    setError(null);
    api.readFile(run, path, { signal: asking.signal }).then(
      read => {
        if (!asking.signal.aborted) {
          setBytes(read);
        }
      },
      reason => {
        if (!asking.signal.aborted && !isAborted(reason)) {
          setError(ApiError.from(reason));
        }
      }
    );
    return () => asking.abort();
  }, [api, run, path, wanted, tries]);
  return { bytes, error, retry: () => setTries(count => count + 1) };
}

/** Show a figure as large as the window allows. */
async function showLarge(
  content: IFigureContent,
  kind: FigureKind
): Promise<void> {
  const { label, trans } = content;
  const dialog: Dialog<unknown> = new Dialog({
    title: label,
    body:
      kind === 'picture' ? (
        <Picture {...content} />
      ) : (
        drawFigure(content, () => dialog.reject())
      ),
    buttons: [Dialog.okButton({ label: trans.__('Close') })],
    hasClose: true
  });
  dialog.addClass('jp-MLTrack-figureDialog');
  await dialog.launch();
}
