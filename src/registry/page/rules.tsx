import React from 'react';
import type { ModelDetails } from '../../api/types';
import { CommandIDs } from '../../commands';
import { RulesForm } from '../rules/form';
import { ruleWords } from '../rules/words';
import type { IModelPageContext } from './context';

/** The rules of a model: its own, or the store's. */
export function Rules(props: {
  details: ModelDetails;
  context: IModelPageContext;
}): React.JSX.Element {
  const { details, context } = props;
  const { model, commands, trans } = context;
  return (
    <>
      <RulesForm
        // Another model begins with its own fields.
        key={details.model.id}
        rules={details.rules}
        own={{
          has: stage => details.model.rules.some(one => one.stage === stage),
          label: trans.__('A rule of this model’s own'),
          otherwise: stage => {
            const rule = model.storeRules?.find(one => one.stage === stage);
            return rule
              ? trans.__(
                  'As everywhere in this store: %1.',
                  ruleWords(rule, trans)
                )
              : '';
          }
        }}
        label={trans.__('Rules of %1', model.name)}
        onSave={body => model.saveRules(body)}
        trans={trans}
      />
      <p className="jp-MLTrack-rulesElsewhere">
        <button
          className="jp-MLTrack-link"
          onClick={() => void commands.execute(CommandIDs.openRules)}
        >
          {trans.__('Rules of the whole store')}
        </button>
      </p>
    </>
  );
}
