import type { TranslationBundle } from '@jupyterlab/translation';
import { clearIcon, searchIcon } from '@jupyterlab/ui-components';
import React, { useEffect, useId, useRef, useState } from 'react';

/** Milliseconds after the last key until the server is asked. */
const PAUSE = 250;

/** The search and filter box; what the server says of a mistake stands under it. */
export function FilterBox(props: {
  filter: string;
  /** What a mistake in it is. */
  error?: string | null;
  placeholder: string;
  label: string;
  /** How to write one. */
  hint?: string;
  onFilter: (filter: string) => void;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { error = null, trans } = props;
  const [text, setText] = useState(props.filter);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const sent = useRef(props.filter);
  const errorId = useId();

  // The filter can be set from elsewhere: a command's arguments, a remembered view.
  useEffect(() => {
    if (props.filter !== sent.current) {
      sent.current = props.filter;
      setText(props.filter);
    }
  }, [props.filter]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const send = (filter: string) => {
    clearTimeout(timer.current);
    sent.current = filter;
    props.onFilter(filter);
  };
  return (
    <div className="jp-MLTrack-filter" role="search">
      <div className="jp-MLTrack-filterBox" data-wrong={error !== null}>
        <searchIcon.react tag="span" className="jp-MLTrack-filterIcon" />
        <input
          className="jp-MLTrack-input"
          type="text"
          spellCheck={false}
          placeholder={props.placeholder}
          aria-label={props.label}
          aria-invalid={error !== null}
          aria-describedby={error !== null ? errorId : undefined}
          title={props.hint}
          value={text}
          onChange={event => {
            const filter = event.currentTarget.value;
            setText(filter);
            clearTimeout(timer.current);
            timer.current = setTimeout(() => send(filter.trim()), PAUSE);
          }}
          onKeyDown={event => {
            if (event.key === 'Enter') {
              send(text.trim());
            } else if (event.key === 'Escape' && text !== '') {
              event.stopPropagation();
              setText('');
              send('');
            }
          }}
        />
        {text !== '' && (
          <button
            className="jp-MLTrack-iconButton"
            title={trans.__('Clear the filter')}
            aria-label={trans.__('Clear the filter')}
            onClick={() => {
              setText('');
              send('');
            }}
          >
            <clearIcon.react tag="span" />
          </button>
        )}
      </div>
      {error !== null && (
        <div id={errorId} className="jp-MLTrack-filterError" role="alert">
          {error}
        </div>
      )}
    </div>
  );
}
