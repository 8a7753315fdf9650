import React, { useId } from 'react';

/** A part of a run's page with its heading; one that is folded opens by its heading. */
export function Section(props: {
  title: string;
  /** A word on how much there is. */
  count?: string;
  folded?: boolean;
  wide?: boolean;
  children: React.ReactNode;
}): React.JSX.Element {
  const id = useId();
  const heading = (
    <h2 id={id}>
      {props.title}
      {props.count && (
        <span className="jp-MLTrack-sectionCount">{props.count}</span>
      )}
    </h2>
  );
  return (
    <section
      className="jp-MLTrack-part"
      data-wide={props.wide === true}
      aria-labelledby={id}
    >
      {props.folded === undefined ? (
        <>
          {heading}
          {props.children}
        </>
      ) : (
        <details open={!props.folded}>
          <summary>{heading}</summary>
          {props.children}
        </details>
      )}
    </section>
  );
}
