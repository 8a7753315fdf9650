import React, { useEffect, useState } from 'react';
import type { Run } from '../../api/types';
import { CommandIDs } from '../../commands';
import type { IDetailsContext } from './context';

/** The tags, each with a cross, and a field for another one; below, the note as plain text. */
export function Notes(props: {
  run: Run;
  context: IDetailsContext;
}): React.JSX.Element {
  return (
    <div className="jp-MLTrack-notes">
      <TagLine {...props} />
      <Note {...props} />
    </div>
  );
}

function TagLine(props: {
  run: Run;
  context: IDetailsContext;
}): React.JSX.Element {
  const { run, context } = props;
  const { commands, trans } = context;
  const [text, setText] = useState('');
  const set = (tags: Record<string, string | null>) =>
    void commands.execute(CommandIDs.editTags, { run: run.id, tags });
  const add = () => {
    const at = text.indexOf('=');
    const key = (at < 0 ? text : text.slice(0, at)).trim();
    if (key !== '') {
      set(Object.fromEntries([[key, at < 0 ? '' : text.slice(at + 1).trim()]]));
      setText('');
    }
  };
  return (
    <ul className="jp-MLTrack-tags" aria-label={trans.__('Tags')}>
      {Object.entries(run.tags).map(([key, value]) => (
        <li key={key} className="jp-MLTrack-tag" title={`${key} = ${value}`}>
          <span className="jp-MLTrack-tagText">
            {value === '' ? key : `${key} = ${value}`}
          </span>
          <button
            className="jp-MLTrack-tagRemove"
            title={trans.__('Remove the tag %1', key)}
            aria-label={trans.__('Remove the tag %1', key)}
            onClick={() => set(Object.fromEntries([[key, null]]))}
          >
            ×
          </button>
        </li>
      ))}
      <li>
        <input
          className="jp-MLTrack-input jp-MLTrack-tagField"
          placeholder={trans.__('Add tag…')}
          aria-label={trans.__('Add a tag: key = value')}
          title={trans.__('key, or key = value')}
          value={text}
          onChange={event => setText(event.currentTarget.value)}
          onBlur={add}
          onKeyDown={event => {
            if (event.key === 'Enter') {
              add();
            }
          }}
        />
      </li>
    </ul>
  );
}

function Note(props: {
  run: Run;
  context: IDetailsContext;
}): React.JSX.Element {
  const { run, context } = props;
  const { commands, trans } = context;
  const [text, setText] = useState(run.note);
  const [editing, setEditing] = useState(false);
  // What others write appears, but not under the hands of somebody who is writing.
  useEffect(() => {
    if (!editing) {
      setText(run.note);
    }
  }, [run.note, editing]);
  return (
    <textarea
      className="jp-MLTrack-input jp-MLTrack-noteField"
      placeholder={trans.__('Add a note…')}
      aria-label={trans.__('Note')}
      rows={Math.min(12, Math.max(1, text.split('\n').length))}
      value={text}
      onFocus={() => setEditing(true)}
      onChange={event => setText(event.currentTarget.value)}
      onBlur={() => {
        setEditing(false);
        if (text !== run.note) {
          void commands.execute(CommandIDs.editNote, {
            run: run.id,
            note: text
          });
        }
      }}
      onKeyDown={event => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          setText(run.note);
        } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.currentTarget.blur();
        }
      }}
    />
  );
}
