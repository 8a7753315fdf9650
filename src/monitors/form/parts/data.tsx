import React from 'react';
import { Choice, Text } from '../fields';
import { Source } from '../source';
import { IPartProps, Part } from './part';

/** Where data come from, and how they are put together. */
export function Data({ context }: IPartProps): React.JSX.Element {
  const { model, faults, trans } = context;
  const { draft, before } = model;
  const fixed = (before?.rows ?? 0) > 0;
  return (
    <Part title={trans.__('Data')}>
      <Source
        source={draft.source}
        label={trans.__('New data come from')}
        onChange={source => model.set({ source })}
        fault={faults.source}
        fixed={fixed}
        context={context}
      />
      <Choice
        label={trans.__('Check')}
        value={draft.by}
        disabled={fixed}
        choices={[
          ['batch', trans.__('each file, answer or table by itself')],
          ['time', trans.__('each period')],
          ['rows', trans.__('so many rows at a time')]
        ]}
        hint={
          fixed
            ? trans.__(
                'Rows were read: how they are put together stays, or the checks would not be comparable.'
              )
            : undefined
        }
        onChange={by => model.set({ by })}
      />
      {draft.by === 'time' && (
        <>
          <Text
            field="column"
            label={trans.__('Column with the time')}
            placeholder={trans.__('time')}
            disabled={fixed}
            context={context}
          />
          <Text
            field="period"
            label={trans.__('Period')}
            offers={['1 hour', '6 hours', '1 day', '1 week', '1 month']}
            disabled={fixed}
            context={context}
          />
          <Text
            field="zone"
            label={trans.__('Time zone')}
            hint={trans.__('Where days begin.')}
            offers={zones()}
            disabled={fixed}
            context={context}
          />
          <Text
            field="late"
            label={trans.__('Late rows, minutes')}
            hint={trans.__(
              'How long after the end of a period rows may still come.'
            )}
            disabled={fixed}
            context={context}
          />
        </>
      )}
      {draft.by === 'rows' && (
        <Text
          field="rows"
          label={trans.__('Rows')}
          disabled={fixed}
          context={context}
        />
      )}
      <Text
        field="leftOut"
        label={trans.__('Columns left out (optional)')}
        hint={trans.__('Not looked at for drift; separated by commas.')}
        offers={model.columns}
        context={context}
      />
    </Part>
  );
}

/** The time zones that the browser knows, the user's own first. */
function zones(): string[] {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const known =
    (
      Intl as unknown as { supportedValuesOf?: (key: string) => string[] }
    ).supportedValuesOf?.('timeZone') ?? [];
  return [...new Set(['UTC', own, ...known])];
}
