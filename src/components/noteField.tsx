import React, { useEffect, useLayoutEffect, useRef, useState } from 'react';

/** Longer texts scroll, in pixels. */
const MOST_HEIGHT = 240;

/** A text that is changed where it stands: leaving or Ctrl+Enter keeps, Escape does not. */
export function NoteField(props: {
  note: string;
  label: string;
  placeholder: string;
  onChange: (note: string) => void;
  /** Begin with writing, and say when that is over. */
  onLeave?: () => void;
}): React.JSX.Element {
  const { note } = props;
  const [text, setText] = useState(note);
  const [editing, setEditing] = useState(false);
  // What others write appears, but not under the hands of somebody who is writing.
  useEffect(() => {
    if (!editing) {
      setText(note);
    }
  }, [note, editing]);
  const field = useRef<HTMLTextAreaElement>(null);
  // As high as the text, also where lines are broken because the place is narrow.
  useLayoutEffect(() => {
    const node = field.current;
    if (!node || typeof ResizeObserver === 'undefined') {
      return;
    }
    let width = -1;
    const observer = new ResizeObserver(() => {
      if (node.clientWidth !== width) {
        width = node.clientWidth;
        node.style.height = 'auto';
        node.style.height = `${Math.min(MOST_HEIGHT, node.scrollHeight + 2)}px`;
      }
    });
    observer.observe(node);
    return () => observer.disconnect();
  }, [text]);
  return (
    <textarea
      ref={field}
      className="jp-MLTrack-input jp-MLTrack-noteField"
      placeholder={props.placeholder}
      aria-label={props.label}
      autoFocus={props.onLeave !== undefined}
      rows={Math.min(12, Math.max(1, text.split('\n').length))}
      value={text}
      onFocus={() => setEditing(true)}
      onChange={event => setText(event.currentTarget.value)}
      onBlur={() => {
        setEditing(false);
        if (text !== note) {
          props.onChange(text);
        }
        props.onLeave?.();
      }}
      onKeyDown={event => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          setText(note);
        } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.currentTarget.blur();
        }
      }}
    />
  );
}
