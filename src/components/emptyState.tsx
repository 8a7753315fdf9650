import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import React from 'react';

/** A way out of an empty list. */
export interface IWayOut {
  readonly label: string;
  readonly command: string;
  readonly args?: ReadonlyPartialJSONObject;
}

/** What stands where rows will be: how the first of them comes there. */
export function EmptyState(props: {
  title: string;
  /** The best one first; those whose feature is not there are left out. */
  ways: readonly IWayOut[];
  commands: CommandRegistry;
  children: React.ReactNode;
}): React.JSX.Element {
  const { commands } = props;
  return (
    <div className="jp-MLTrack-notice">
      <h3>{props.title}</h3>
      {props.children}
      <div className="jp-MLTrack-buttons">
        {props.ways.map(
          ({ label, command, args }, at) =>
            commands.hasCommand(command) && (
              <button
                key={command}
                className={`jp-MLTrack-button${at === 0 ? ' jp-MLTrack-accept' : ''}`}
                onClick={() => void commands.execute(command, args)}
              >
                {label}
              </button>
            )
        )}
      </div>
    </div>
  );
}

/** What stands where nothing matches. */
export function NothingFound(props: {
  words: string;
  all: string;
  onClear: () => void;
}): React.JSX.Element {
  return (
    <div className="jp-MLTrack-notice">
      <p>{props.words}</p>
      <div className="jp-MLTrack-buttons">
        <button className="jp-MLTrack-button" onClick={props.onClear}>
          {props.all}
        </button>
      </div>
    </div>
  );
}
