import React, { useEffect, useState } from 'react';
import type { ModelDetails, StageRule } from '../../api/types';
import { telling } from '../../components/telling';
import { reviewersText, stageWord } from '../words';
import type { IModelPageContext } from './context';
import { draftOf, IDraft, ruleOf } from './rulesDraft';

/** Who has to approve what: one rule a stage, the model's own or the store's. */
export function Rules(props: {
  details: ModelDetails;
  context: IModelPageContext;
}): React.JSX.Element {
  const { details, context } = props;
  const { model, trans } = context;
  const [drafts, setDrafts] = useState<readonly IDraft[] | null>(null);
  const [saving, setSaving] = useState(false);
  // What others set appears, but not under the hands of somebody who is changing it.
  useEffect(() => setDrafts(null), [details.model.id]);
  const current = details.rules.map(rule =>
    draftOf(
      rule,
      details.model.rules.some(own => own.stage === rule.stage)
    )
  );
  const shown = drafts ?? current;
  const change = (index: number, draft: IDraft) =>
    setDrafts(shown.map((one, place) => (place === index ? draft : one)));
  const save = async () => {
    setSaving(true);
    const rules = shown.filter(one => one.own).map(ruleOf);
    const saved = await telling(
      trans.__('The rules were not changed'),
      model.saveRules({ rules }).then(() => true)
    );
    setSaving(false);
    if (saved) {
      setDrafts(null);
    }
  };
  return (
    <form
      className="jp-MLTrack-rules"
      onSubmit={event => {
        event.preventDefault();
        void save();
      }}
    >
      <p className="jp-MLTrack-none">
        {trans.__(
          'A version comes into a protected stage, and leaves it, by an approved request alone. Once a stage is protected, only its reviewers can change its rule.'
        )}
      </p>
      {shown.map((draft, index) => (
        <Rule
          key={draft.stage}
          draft={draft}
          store={
            model.storeRules?.find(rule => rule.stage === draft.stage) ?? null
          }
          onChange={next => change(index, next)}
          context={context}
        />
      ))}
      <div className="jp-MLTrack-buttons">
        <button
          type="submit"
          className="jp-MLTrack-button jp-MLTrack-accept"
          disabled={drafts === null || saving}
        >
          {trans.__('Save rules')}
        </button>
        {drafts && (
          <button
            type="button"
            className="jp-MLTrack-button"
            onClick={() => setDrafts(null)}
          >
            {trans.__('Cancel')}
          </button>
        )}
      </div>
    </form>
  );
}

function Rule(props: {
  draft: IDraft;
  store: StageRule | null;
  onChange: (draft: IDraft) => void;
  context: IModelPageContext;
}): React.JSX.Element {
  const { draft, store, onChange } = props;
  const { trans } = props.context;
  const word = stageWord(draft.stage, trans);
  const set = (change: Partial<IDraft>) => onChange({ ...draft, ...change });
  return (
    <fieldset className="jp-MLTrack-rule">
      <legend>{word}</legend>
      <label className="jp-MLTrack-ruleCheck">
        <input
          type="checkbox"
          checked={draft.own}
          onChange={event => set({ own: event.currentTarget.checked })}
        />
        {trans.__('A rule of this model’s own')}
      </label>
      {!draft.own ? (
        <p className="jp-MLTrack-none">{store && ruleWords(store)}</p>
      ) : (
        <>
          <label className="jp-MLTrack-ruleCheck">
            <input
              type="checkbox"
              checked={draft.protected}
              onChange={event =>
                set({ protected: event.currentTarget.checked })
              }
            />
            {trans.__('Protected: only an approved request moves a version')}
          </label>
          <label>
            <span>{trans.__('Most versions in it')}</span>
            <input
              className="jp-MLTrack-input"
              type="number"
              min={1}
              value={draft.most}
              placeholder={trans.__('any number')}
              onChange={event => set({ most: event.currentTarget.value })}
            />
          </label>
          {draft.protected && (
            <>
              <label>
                <span>{trans.__('Reviewers')}</span>
                <input
                  className="jp-MLTrack-input"
                  value={draft.reviewers}
                  placeholder={trans.__('anybody; or names, with commas')}
                  onChange={event =>
                    set({ reviewers: event.currentTarget.value })
                  }
                />
              </label>
              <label>
                <span>{trans.__('Groups of reviewers')}</span>
                <input
                  className="jp-MLTrack-input"
                  value={draft.groups}
                  placeholder={trans.__('names of groups, with commas')}
                  onChange={event => set({ groups: event.currentTarget.value })}
                />
              </label>
              <label>
                <span>{trans.__('Approvals needed')}</span>
                <input
                  className="jp-MLTrack-input"
                  type="number"
                  min={1}
                  value={draft.approvals}
                  onChange={event =>
                    set({ approvals: event.currentTarget.value })
                  }
                />
              </label>
              <label className="jp-MLTrack-ruleCheck">
                <input
                  type="checkbox"
                  checked={draft.second_pair}
                  onChange={event =>
                    set({ second_pair: event.currentTarget.checked })
                  }
                />
                {trans.__('Whoever asks cannot approve it')}
              </label>
            </>
          )}
        </>
      )}
    </fieldset>
  );

  function ruleWords(rule: StageRule): string {
    const most =
      rule.most === null
        ? trans.__('any number of versions')
        : trans._n('at most %1 version', 'at most %1 versions', rule.most);
    return rule.protected
      ? trans._n(
          'As everywhere in this store: %2; %1 approval by %3.',
          'As everywhere in this store: %2; %1 approvals by %3.',
          rule.approvals,
          most,
          reviewersText(rule, trans)
        )
      : trans.__('As everywhere in this store: %1; no approval needed.', most);
  }
}
