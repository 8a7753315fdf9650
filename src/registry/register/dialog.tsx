import { Dialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import React, { useId, useState } from 'react';
import type { Run } from '../../api/types';
import { isStage, Stage, stageWord } from '../words';

/** What a person says when a run is registered. */
export interface IRegistration {
  model: string;
  /** The folder of the saved model; null where the run has one or none. */
  saved: string | null;
  description: string;
  /** Where the version is to go at once. */
  stage: Stage | null;
  reason: string;
}

/**
 * Ask under which name a run is registered; null when it was called off.
 *
 * @param names The models that there are.
 * @param suggested The name that is in the field at first.
 */
export async function askRegistration(
  run: Run,
  names: readonly string[],
  suggested: string,
  trans: TranslationBundle
): Promise<IRegistration | null> {
  const dialog = new Dialog<IRegistration>({
    title: trans.__('Register run %1', run.number),
    body: new RegistrationBody(run, names, suggested, trans),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.okButton({ label: trans.__('Register') })
    ],
    focusNodeSelector: 'input'
  });
  const { button, value } = await dialog.launch();
  return button.accept ? value : null;
}

class RegistrationBody
  extends ReactWidget
  implements Dialog.IBodyWidget<IRegistration>
{
  constructor(
    private readonly _run: Run,
    private readonly _names: readonly string[],
    suggested: string,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('jp-MLTrack-registerBody');
    this._value = {
      model: suggested,
      saved: _run.saved.length > 1 ? _run.saved[0].path : null,
      description: '',
      stage: null,
      reason: ''
    };
  }

  getValue(): IRegistration {
    return { ...this._value, model: this._value.model.trim() };
  }

  protected override render(): React.JSX.Element {
    return (
      <Fields
        run={this._run}
        names={this._names}
        start={this._value}
        onChange={value => (this._value = value)}
        trans={this._trans}
      />
    );
  }

  private _value: IRegistration;
}

function Fields(props: {
  run: Run;
  names: readonly string[];
  start: IRegistration;
  onChange: (value: IRegistration) => void;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { run, names, trans } = props;
  const [value, setValue] = useState(props.start);
  const list = useId();
  const set = (change: Partial<IRegistration>) => {
    const next = { ...value, ...change };
    setValue(next);
    props.onChange(next);
  };
  const known = names.includes(value.model.trim());
  return (
    <>
      <label>
        <span>{trans.__('Model')}</span>
        <input
          className="jp-MLTrack-input jp-mod-styled"
          list={list}
          value={value.model}
          maxLength={250}
          onFocus={event => event.currentTarget.select()}
          onChange={event => set({ model: event.currentTarget.value })}
        />
        <datalist id={list}>
          {names.map(name => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <small role="status">
          {value.model.trim() === ''
            ? trans.__('A model needs a name.')
            : known
              ? trans.__('The run becomes the next version of this model.')
              : trans.__('A new model: the run becomes its version 1.')}
        </small>
      </label>
      {run.saved.length > 1 && (
        <label>
          <span>{trans.__('Which of its models')}</span>
          <select
            className="jp-MLTrack-input"
            value={value.saved ?? ''}
            onChange={event => set({ saved: event.currentTarget.value })}
          >
            {run.saved.map(saved => (
              <option key={saved.path} value={saved.path}>
                {saved.path}
              </option>
            ))}
          </select>
        </label>
      )}
      {run.saved.length === 0 && (
        <p className="jp-MLTrack-registerHint">
          {trans.__(
            'This run saved no model: the version holds its metrics and its environment, and cannot be loaded.'
          )}
        </p>
      )}
      <label>
        <span>{trans.__('Description (optional)')}</span>
        <input
          className="jp-MLTrack-input jp-mod-styled"
          value={value.description}
          onChange={event => set({ description: event.currentTarget.value })}
        />
      </label>
      <label>
        <span>{trans.__('Then')}</span>
        <select
          className="jp-MLTrack-input"
          aria-label={trans.__('What happens with the version')}
          value={value.stage ?? ''}
          onChange={event => {
            const stage = event.currentTarget.value;
            set({ stage: isStage(stage) ? stage : null });
          }}
        >
          <option value="">{trans.__('leave it in no stage')}</option>
          {(['staging', 'production'] as const).map(stage => (
            <option key={stage} value={stage}>
              {trans.__(
                'move it to %1, or ask for it where that is protected',
                stageWord(stage, trans)
              )}
            </option>
          ))}
        </select>
      </label>
      {value.stage && (
        <label>
          <span>{trans.__('Why (needed for a request)')}</span>
          <input
            className="jp-MLTrack-input jp-mod-styled"
            value={value.reason}
            onChange={event => set({ reason: event.currentTarget.value })}
          />
        </label>
      )}
    </>
  );
}
