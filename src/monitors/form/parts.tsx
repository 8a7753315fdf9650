import React from 'react';
import type { IFormContext } from './context';
import { UNITS } from './draft';
import { Choice, Pairs, Source, Text } from './fields';

type Props = { context: IFormContext };

/** Its name, and the model that it watches. */
export function What({ context }: Props): React.JSX.Element {
  const { model, trans } = context;
  const { draft } = model;
  return (
    <fieldset className="jp-MLTrack-formPart">
      <legend>{trans.__('Monitor')}</legend>
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
        <label className="jp-MLTrack-check">
          <input
            type="checkbox"
            checked={draft.follow}
            onChange={event =>
              model.set({ follow: event.currentTarget.checked })
            }
          />
          {trans.__(
            'When another version takes that place, compare with its training data'
          )}
        </label>
      )}
    </fieldset>
  );
}

/** Where data come from, and how they are put together. */
export function Data({ context }: Props): React.JSX.Element {
  const { model, faults, trans } = context;
  const { draft, before } = model;
  const fixed = (before?.rows ?? 0) > 0;
  return (
    <fieldset className="jp-MLTrack-formPart">
      <legend>{trans.__('Data')}</legend>
      <Source
        source={draft.source}
        label={trans.__('New data come from')}
        handed={trans.__('a notebook that hands them over')}
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
    </fieldset>
  );
}

/** What new data are compared with. */
export function Reference({ context }: Props): React.JSX.Element | null {
  const { model, trans } = context;
  const { draft, before } = model;
  if (before) {
    // It has a history, which is changed by an act of its own.
    return null;
  }
  return (
    <fieldset className="jp-MLTrack-formPart">
      <legend>{trans.__('Reference')}</legend>
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
    </fieldset>
  );
}

/** When it runs, and when that is worth an alert. */
export function When({ context }: Props): React.JSX.Element {
  const { model, trans } = context;
  const { draft } = model;
  const words = {
    seconds: trans.__('seconds'),
    minutes: trans.__('minutes'),
    hours: trans.__('hours'),
    days: trans.__('days')
  };
  return (
    <fieldset className="jp-MLTrack-formPart">
      <legend>{trans.__('Schedule and alerts')}</legend>
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
        choices={(Object.keys(UNITS) as (keyof typeof UNITS)[]).map(
          unit => [unit, words[unit]] as const
        )}
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
    </fieldset>
  );
}

/** Predictions, labels and how well the model must do. */
export function Performance({ context }: Props): React.JSX.Element {
  const { model, faults, trans } = context;
  const { draft } = model;
  const { columns } = model;
  return (
    <fieldset className="jp-MLTrack-formPart">
      <legend>{trans.__('Predictions and performance')}</legend>
      <Choice
        label={trans.__('Performance')}
        value={draft.task}
        choices={[
          ['', trans.__('is not watched')],
          ['binary', trans.__('of two classes')],
          ['multiclass', trans.__('of several classes')],
          ['regression', trans.__('of numbers')],
          ['ranking', trans.__('of rankings')]
        ]}
        onChange={task => model.set({ task })}
      />
      <Text
        field="prediction"
        label={trans.__('Column with the prediction')}
        offers={columns}
        context={context}
      />
      <Text
        field="label"
        label={trans.__('Column with what came true')}
        offers={columns}
        context={context}
      />
      <Text
        field="key"
        label={trans.__('Column that rows and late labels share')}
        offers={columns}
        context={context}
      />
      <Pairs
        label={trans.__('Columns with scores')}
        first={trans.__('Class')}
        second={trans.__('Column')}
        pairs={draft.scores}
        onChange={scores => model.set({ scores })}
        add={trans.__('Add a class')}
        context={context}
      />
      {draft.task !== '' && (
        <>
          {draft.task === 'binary' && (
            <Text
              field="positive"
              label={trans.__('Positive class (optional)')}
              context={context}
            />
          )}
          {draft.task === 'ranking' && (
            <Text
              field="group"
              label={trans.__('Column of what was ranked together')}
              offers={columns}
              context={context}
            />
          )}
          <Text
            field="metrics"
            label={trans.__('Metrics (optional)')}
            hint={trans.__('Separated by commas; empty: those of the task.')}
            context={context}
          />
          <Text
            field="segments"
            label={trans.__('Columns of segments (optional)')}
            hint={trans.__('Where the worst segments are looked for.')}
            offers={columns}
            context={context}
          />
          <label className="jp-MLTrack-check">
            <input
              type="checkbox"
              checked={draft.labels !== null}
              onChange={event =>
                model.set({
                  labels: event.currentTarget.checked
                    ? {
                        kind: 'files',
                        path: '',
                        database: '',
                        query: '',
                        cursor: ''
                      }
                    : null
                })
              }
            />
            {trans.__('Labels come later, from elsewhere')}
          </label>
          {draft.labels && (
            <>
              <Source
                source={draft.labels}
                label={trans.__('Labels come from')}
                handed={trans.__('a notebook that hands them over')}
                onChange={labels => model.set({ labels })}
                context={context}
              />
              <Text
                field="patience"
                label={trans.__('Waited for, days')}
                short
                context={context}
              />
            </>
          )}
          <Pairs
            label={trans.__('Never worse than')}
            first={trans.__('Metric')}
            second={trans.__('Value')}
            pairs={draft.worst}
            onChange={worst => model.set({ worst })}
            add={trans.__('Add a limit')}
            fault={faults.worst}
            context={context}
          />
        </>
      )}
    </fieldset>
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
