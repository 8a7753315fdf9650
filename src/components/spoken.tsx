import React from 'react';

/** A sentence of the server, in which names stand between backticks. */
export function Spoken(props: { text: string }): React.JSX.Element {
  // Every second part was between two of them; one without a partner stays as it is.
  const parts = props.text.split(/`([^`]*)`/);
  return (
    <>
      {parts.map((part, index) =>
        index % 2 === 1 ? <code key={index}>{part}</code> : part
      )}
    </>
  );
}
