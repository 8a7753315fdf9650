import { Dialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import React, { useState } from 'react';
import { ApiError } from '../../api/error';

/** Draws the fields of a form. */
export type Fields<T> = (
  value: T,
  set: (change: Partial<T>) => void
) => React.JSX.Element;

/**
 * Ask with a form, and send what was said; what the server says of a mistake stands in the form, which keeps what was
 * written in it.
 *
 * @param send Sends it; a rejection brings the form back.
 * @returns What was answered; null when it was called off.
 */
export async function askAndSend<T extends object, R>(options: {
  title: string;
  start: T;
  fields: Fields<T>;
  okLabel: string;
  send: (value: T) => Promise<R>;
  trans: TranslationBundle;
}): Promise<R | null> {
  const { title, fields, okLabel, send, trans } = options;
  let value = options.start;
  let problem = '';
  for (;;) {
    const dialog = new Dialog<T>({
      title,
      body: new FormBody(value, fields, problem),
      buttons: [
        Dialog.cancelButton({ label: trans.__('Cancel') }),
        Dialog.okButton({ label: okLabel })
      ],
      focusNodeSelector: 'input:not([type=radio]), textarea, select'
    });
    const said = await dialog.launch();
    if (!said.button.accept || said.value === null) {
      return null;
    }
    value = said.value;
    try {
      return await send(value);
    } catch (reason) {
      problem = ApiError.from(reason).message;
    }
  }
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
    this.addClass('jp-MLTrack-registerBody');
    this.addClass('jp-MLTrack-formBody');
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
