import React from 'react';
import type { Unit } from '../draft';
import { Choice, Text } from '../fields';
import { IPartProps, Part } from './part';

/** When it runs, and when that is worth an alert. */
export function Schedule({ context }: IPartProps): React.JSX.Element {
  const { model, trans } = context;
  const { draft } = model;
  const units: Record<Unit, string> = {
    seconds: trans.__('seconds'),
    minutes: trans.__('minutes'),
    hours: trans.__('hours'),
    days: trans.__('days')
  };
  return (
    <Part title={trans.__('Schedule and alerts')}>
      <Text
        field="every"
        label={trans.__('Runs every')}
        hint={trans.__('Empty: only when somebody asks.')}
        short
        context={context}
      />
      <Choice
        label={trans.__('Unit')}
        value={draft.unit}
        choices={Object.entries(units) as [Unit, string][]}
        onChange={unit => model.set({ unit })}
      />
      <Text
        field="silence"
        label={trans.__('Alert without new data for, hours')}
        hint={trans.__('Empty: by how data came so far. 0: never.')}
        short
        context={context}
      />
      <Text
        field="persistence"
        label={trans.__('Alert after so many checks running')}
        hint={trans.__('One odd day alone is no alert with 2.')}
        short
        context={context}
      />
      <Text
        field="rate"
        label={trans.__('False alarms, percent')}
        hint={trans.__('Of checks without drift, with all columns counted.')}
        short
        context={context}
      />
      <Text
        field="channels"
        label={trans.__('Channels (optional)')}
        hint={trans.__(
          'Names, separated by commas. Their addresses stand in variables of the environment (MLTRACK_CHANNEL_TEAM for team).'
        )}
        placeholder={trans.__('team')}
        context={context}
      />
    </Part>
  );
}
