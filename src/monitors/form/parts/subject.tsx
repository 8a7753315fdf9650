import React from 'react';
import { Check, Text } from '../fields';
import { IPartProps, Part } from './part';

/** Its name, and the model that it watches. */
export function Subject({ context }: IPartProps): React.JSX.Element {
  const { model, trans } = context;
  const { draft } = model;
  return (
    <Part title={trans.__('Monitor')}>
      <Text
        field="name"
        label={trans.__('Name')}
        placeholder={trans.__('churn')}
        context={context}
      />
      <Text
        field="model"
        label={trans.__('Model (optional)')}
        hint={trans.__('A version, a stage or an alias of a registered model.')}
        placeholder={trans.__('churn@production')}
        offers={model.versions}
        context={context}
      />
      <Text
        field="description"
        label={trans.__('Description (optional)')}
        context={context}
      />
      {draft.model.includes('@') && (
        <Check
          checked={draft.follow}
          onChange={checked => model.set({ follow: checked })}
          label={trans.__(
            'When another version takes that place, compare with its training data'
          )}
        />
      )}
    </Part>
  );
}
