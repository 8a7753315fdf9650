import React, { useRef } from 'react';

/** A name that is being changed: Enter keeps, Escape does not, leaving keeps. */
export function NameField(props: {
  name: string;
  label: string;
  onDone: (name: string | null) => void;
}): React.JSX.Element {
  const done = useRef(false);
  const finish = (name: string | null) => {
    if (!done.current) {
      done.current = true;
      props.onDone(name);
    }
  };
  return (
    <input
      className="jp-MLTrack-input jp-MLTrack-nameField"
      defaultValue={props.name}
      aria-label={props.label}
      maxLength={250}
      autoFocus
      onFocus={event => event.currentTarget.select()}
      onBlur={event => finish(event.currentTarget.value)}
      onClick={event => event.stopPropagation()}
      onDoubleClick={event => event.stopPropagation()}
      onKeyDown={event => {
        event.stopPropagation();
        if (event.key === 'Enter') {
          finish(event.currentTarget.value);
        } else if (event.key === 'Escape') {
          finish(null);
        }
      }}
    />
  );
}
