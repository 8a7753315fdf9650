import React from 'react';

/** A drawing of a few pixels, beside words that say the same. */
export function Shape(props: {
  size: number;
  children: React.ReactNode;
}): React.JSX.Element {
  const { size, children } = props;
  return (
    <svg
      viewBox={`0 0 ${size} ${size}`}
      width={size}
      height={size}
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

/** A state as shape and colour, and as a word for those who see neither. */
export function Mark(props: {
  /** What it is a state of: style sheets colour `data-KIND`. */
  kind: 'status' | 'verdict';
  state: string;
  word: string;
  children: React.ReactNode;
}): React.JSX.Element {
  const { kind, state, word } = props;
  return (
    <span
      className={`jp-MLTrack-${kind}`}
      {...{ [`data-${kind}`]: state }}
      role="img"
      aria-label={word}
      title={word}
    >
      {props.children}
    </span>
  );
}
