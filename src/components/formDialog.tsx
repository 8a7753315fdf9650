import { Dialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import React, { useState } from 'react';
import { ApiError } from '../api/error';

/** Draws the fields of a form. */
export type Fields<T> = (
  value: T,
  set: (change: Partial<T>) => void
) => React.JSX.Element;

/** A form in a dialog. */
export interface IFormDialog<T> {
  readonly title: string;
  readonly start: T;
  readonly fields: Fields<T>;
  readonly okLabel: string;
  readonly trans: TranslationBundle;
}

/**
 * Ask with a form.
 *
 * @param problem What was wrong with what was said before.
 * @returns What was said; null when it was called off.
 */
export async function askForm<T extends object>(
  form: IFormDialog<T>,
  problem = ''
): Promise<T | null> {
  const { title, start, fields, okLabel, trans } = form;
  const dialog = new Dialog<T>({
    title,
    body: new FormBody(start, fields, problem),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.okButton({ label: okLabel })
    ],
    focusNodeSelector: 'input:not([type=radio]), textarea, select'
  });
  const { button, value } = await dialog.launch();
  return button.accept ? value : null;
}

/**
 * Ask with a form, and send what was said; what the server says of a mistake stands in the form, which keeps what was
 * written in it.
 *
 * @param send Sends it; a rejection brings the form back.
 * @returns What was answered; null when it was called off.
 */
export async function askAndSend<T extends object, R>(
  form: IFormDialog<T> & { readonly send: (value: T) => Promise<R> }
): Promise<R | null> {
  let said = await askForm(form);
  while (said !== null) {
    try {
      return await form.send(said);
    } catch (reason) {
      const again = { ...form, start: said };
      said = await askForm(again, ApiError.from(reason).message);
    }
  }
  return null;
}

/** A line of text, with its label. */
export function TextField(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  type?: 'datetime-local';
}): React.JSX.Element {
  return (
    <label>
      <span>{props.label}</span>
      <input
        type={props.type}
        className="jp-MLTrack-input jp-mod-styled"
        value={props.value}
        onChange={event => props.onChange(event.currentTarget.value)}
      />
    </label>
  );
}

/** One of several values, with its label. */
export function SelectField<T extends string>(props: {
  label: string;
  /** What a screen reader says, where the label is too short for that. */
  ariaLabel?: string;
  value: T;
  choices: readonly (readonly [T, string])[];
  onChange: (value: T) => void;
}): React.JSX.Element {
  return (
    <label>
      <span>{props.label}</span>
      <select
        className="jp-MLTrack-input"
        aria-label={props.ariaLabel}
        value={props.value}
        onChange={event => props.onChange(event.currentTarget.value as T)}
      >
        {props.choices.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

class FormBody<T extends object>
  extends ReactWidget
  implements Dialog.IBodyWidget<T>
{
  constructor(
    private _value: T,
    private readonly _fields: Fields<T>,
    private readonly _problem: string
  ) {
    super();
    this.addClass('jp-MLTrack-dialogForm');
  }

  getValue(): T {
    return this._value;
  }

  protected override render(): React.JSX.Element {
    return (
      <Form
        start={this._value}
        fields={this._fields}
        problem={this._problem}
        onChange={value => (this._value = value)}
      />
    );
  }
}

function Form<T extends object>(props: {
  start: T;
  fields: Fields<T>;
  problem: string;
  onChange: (value: T) => void;
}): React.JSX.Element {
  const [value, setValue] = useState(props.start);
  return (
    <>
      {props.problem && (
        <p className="jp-MLTrack-formProblem" role="alert">
          {props.problem}
        </p>
      )}
      {props.fields(value, change => {
        const next = { ...value, ...change };
        setValue(next);
        props.onChange(next);
      })}
    </>
  );
}
