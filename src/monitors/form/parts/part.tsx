import React from 'react';
import type { IFormContext } from '../context';

/** What every part of the form is given. */
export interface IPartProps {
  readonly context: IFormContext;
}

/** A part of the form, with its title. */
export function Part(props: {
  title: string;
  children: React.ReactNode;
}): React.JSX.Element {
  return (
    <fieldset className="jp-MLTrack-formPart">
      <legend>{props.title}</legend>
      {props.children}
    </fieldset>
  );
}
