import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useId } from 'react';
import type { Run } from '../../api/types';
import { askForm, SelectField, TextField } from '../../components/formDialog';
import { Stage, stageWord } from '../words';

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
  const said = await askForm<IRegistration>({
    title: trans.__('Register run %1', run.number),
    start: {
      model: suggested,
      saved: run.saved.length > 1 ? run.saved[0].path : null,
      description: '',
      stage: null,
      reason: ''
    },
    okLabel: trans.__('Register'),
    fields: (value, set) => (
      <Fields value={value} set={set} run={run} names={names} trans={trans} />
    ),
    trans
  });
  return said && { ...said, model: said.model.trim() };
}

function Fields(props: {
  value: IRegistration;
  set: (change: Partial<IRegistration>) => void;
  run: Run;
  names: readonly string[];
  trans: TranslationBundle;
}): React.JSX.Element {
  const { value, set, run, names, trans } = props;
  const list = useId();
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
        <SelectField
          label={trans.__('Which of its models')}
          value={value.saved ?? ''}
          choices={run.saved.map(({ path }) => [path, path] as const)}
          onChange={saved => set({ saved })}
        />
      )}
      {run.saved.length === 0 && (
        <p className="jp-MLTrack-explains">
          {trans.__(
            'This run saved no model: the version holds its metrics and its environment, and cannot be loaded.'
          )}
        </p>
      )}
      <TextField
        label={trans.__('Description (optional)')}
        value={value.description}
        onChange={description => set({ description })}
      />
      <SelectField
        label={trans.__('Then')}
        ariaLabel={trans.__('What happens with the version')}
        value={value.stage ?? ''}
        choices={[
          ['', trans.__('leave it in no stage')],
          ...(['staging', 'production'] as const).map(
            stage =>
              [
                stage,
                trans.__(
                  'move it to %1, or ask for it where that is protected',
                  stageWord(stage, trans)
                )
              ] as const
          )
        ]}
        onChange={stage => set({ stage: stage === '' ? null : stage })}
      />
      {value.stage && (
        <TextField
          label={trans.__('Why (needed for a request)')}
          value={value.reason}
          onChange={reason => set({ reason })}
        />
      )}
    </>
  );
}
