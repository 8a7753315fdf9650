import { Notification } from '@jupyterlab/apputils';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import { closeIcon } from '@jupyterlab/ui-components';
import React, { useCallback, useRef, useState } from 'react';
import type { Comment } from '../../api/types';
import type { CommentSubject, IApi } from '../../tokens';
import { Ago } from '../ago';
import { Trouble, Waiting } from '../answered';
import type { Followed } from '../followed';
import { usePart } from '../hooks';
import { Markdown } from '../markdown';
import { telling } from '../telling';
import { CommentsModel } from './model';

/** How long a deletion can be undone where it is told, in milliseconds. */
const UNDOABLE = 12_000;

interface ICommentsProps {
  about: CommentSubject;
  /** What is commented, for who hears the page. */
  label: string;
  /** What is seen as long as this is. */
  page: Followed;
  api: IApi;
  rendermime: IRenderMimeRegistry;
  trans: TranslationBundle;
}

/** What people said about something, the oldest first, and a field to say more. */
export function Comments(props: ICommentsProps): React.JSX.Element {
  const { about, api, page, trans } = props;
  const key = JSON.stringify(about);
  const make = useCallback(
    () => new CommentsModel(api, JSON.parse(key) as CommentSubject),
    [api, key]
  );
  const model = usePart(page, make);
  const field = useRef<HTMLTextAreaElement>(null);
  const remove = async (comment: Comment) => {
    const removed = await telling(
      trans.__('The comment is still there'),
      model.remove(comment).then(() => true)
    );
    if (removed) {
      // The button that was pressed is gone with its comment.
      field.current?.focus();
      const say = () =>
        telling(
          trans.__('The comment was not put back'),
          model.say(comment.text)
        );
      Notification.info(
        trans.__('Comment deleted. The history keeps that it was made.'),
        {
          autoClose: UNDOABLE,
          actions: [{ label: trans.__('Undo'), callback: () => void say() }]
        }
      );
    }
  };
  return (
    <div className="jp-MLTrack-comments" role="group" aria-label={props.label}>
      <Trouble asked={model} trans={trans} />
      {!model.loaded && !model.error && <Waiting trans={trans} />}
      {model.comments.length > 0 && (
        <ol className="jp-MLTrack-said">
          {model.comments.map(comment => (
            <li key={comment.id} data-kind="comment">
              <div className="jp-MLTrack-commentHead">
                <span>
                  <b>{comment.user}</b>{' '}
                  <Ago time={comment.time} trans={trans} />
                </span>
                {model.isMine(comment) && (
                  <button
                    className="jp-MLTrack-iconButton"
                    title={trans.__('Delete your comment')}
                    aria-label={trans.__('Delete your comment')}
                    disabled={model.sending}
                    onClick={() => void remove(comment)}
                  >
                    <closeIcon.react tag="span" />
                  </button>
                )}
              </div>
              <Markdown text={comment.text} rendermime={props.rendermime} />
            </li>
          ))}
        </ol>
      )}
      <Field model={model} label={props.label} field={field} trans={trans} />
    </div>
  );
}

function Field(props: {
  model: CommentsModel;
  label: string;
  field: React.RefObject<HTMLTextAreaElement>;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { model, trans } = props;
  const [text, setText] = useState('');
  const ready = text.trim() !== '' && !model.sending;
  const send = async () => {
    const sent = await telling(
      trans.__('The comment was not kept'),
      model.say(text.trim()).then(() => true)
    );
    if (sent) {
      setText('');
    }
  };
  return (
    <form
      className="jp-MLTrack-commentField"
      onSubmit={event => {
        event.preventDefault();
        if (ready) {
          void send();
        }
      }}
    >
      <textarea
        ref={props.field}
        className="jp-MLTrack-input"
        rows={2}
        value={text}
        placeholder={trans.__('Say something; Markdown is understood…')}
        aria-label={props.label}
        onChange={event => setText(event.currentTarget.value)}
        onKeyDown={event => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            // JupyterLab would run a cell.
            event.stopPropagation();
            event.preventDefault();
            event.currentTarget.form?.requestSubmit();
          }
        }}
      />
      <button
        type="submit"
        className="jp-MLTrack-button"
        disabled={!ready}
        title={trans.__('Comment (Ctrl+Enter)')}
      >
        {trans.__('Comment')}
      </button>
    </form>
  );
}
