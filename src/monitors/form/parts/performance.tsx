import React from 'react';
import { SOURCE } from '../draft';
import { Check, Choice, Text } from '../fields';
import { Pairs } from '../pairs';
import { Source } from '../source';
import { IPartProps, Part } from './part';

/** Predictions, labels and how well the model must do. */
export function Performance({ context }: IPartProps): React.JSX.Element {
  const { model, faults, trans } = context;
  const { draft, columns } = model;
  return (
    <Part title={trans.__('Predictions and performance')}>
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
          <Check
            checked={draft.labels !== null}
            onChange={checked => model.set({ labels: checked ? SOURCE : null })}
            label={trans.__('Labels come later, from elsewhere')}
          />
          {draft.labels && (
            <>
              <Source
                source={draft.labels}
                label={trans.__('Labels come from')}
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
    </Part>
  );
}
