import React from 'react';
import { Choice, Text } from '../fields';
import { IPartProps, Part } from './part';

/** What new data are compared with. */
export function Reference({ context }: IPartProps): React.JSX.Element | null {
  const { model, trans } = context;
  const { draft, before } = model;
  if (before) {
    // It has a history, which is changed by an act of its own.
    return null;
  }
  return (
    <Part title={trans.__('Reference')}>
      <Choice
        label={trans.__('Compared with')}
        value={draft.reference}
        choices={[
          ['model', trans.__('what the model was trained on')],
          ['file', trans.__('a file')],
          ['first', trans.__('the first data that come')]
        ]}
        hint={
          draft.reference === 'model'
            ? trans.__(
                'Where nothing is known of that, the first data become the reference.'
              )
            : undefined
        }
        onChange={reference => model.set({ reference })}
      />
      {draft.reference === 'file' && (
        <Text
          field="path"
          label={trans.__('Path, from the folder of the store')}
          placeholder={trans.__('reference.parquet')}
          context={context}
        />
      )}
    </Part>
  );
}
