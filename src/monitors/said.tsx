import React from 'react';

/** A sentence of the server: the names that stand in it between backticks look like names. */
export function Said(props: { text: string }): React.JSX.Element {
  const parts = props.text.split(/`([^`\n]+)`/);
  return (
    <>
      {parts.map((part, at) =>
        at % 2 === 1 ? (
          <code key={at} className="jp-MLTrack-named">
            {part}
          </code>
        ) : (
          part
        )
      )}
    </>
  );
}
