import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useId, useRef, useState } from 'react';
import type { Rules, RulesBody, StageRule } from '../../api/types';
import { stageWord } from '../words';
import { draftOf, IDraft, ruleOf, Slips, slipsOf } from './draft';
import { saveRules } from './saving';

interface IFormProps {
  /** Those that hold. */
  rules: readonly StageRule[];
  /** Of a model, whose stages may follow the rules of the store; left out for those. */
  own?: {
    /** Whether a stage has a rule of its own. */
    has: (stage: StageRule['stage']) => boolean;
    /** The box that gives it one. */
    label: string;
    /** What holds for a stage without one, in words. */
    otherwise: (stage: StageRule['stage']) => string;
  };
  /** What the rules are of, for who hears the page. */
  label: string;
  onSave: (body: RulesBody) => Promise<Rules>;
  trans: TranslationBundle;
}

/** Who has to approve what, how many versions a stage takes: one rule a stage, and why they are changed. */
export function RulesForm(props: IFormProps): React.JSX.Element {
  const { rules, own, trans } = props;
  // What others set appears, but not under the hands of somebody who is changing it.
  const [drafts, setDrafts] = useState<readonly IDraft[] | null>(null);
  // What they were when somebody began to change them: what others set meanwhile is not overwritten.
  const [seen, setSeen] = useState<readonly StageRule[]>(rules);
  const [reason, setReason] = useState('');
  const [saving, setSaving] = useState(false);
  const node = useRef<HTMLFormElement>(null);
  const shown =
    drafts ?? rules.map(rule => draftOf(rule, own?.has(rule.stage) ?? true));
  const slips = shown.map(draft => slipsOf(draft, trans));
  const wrong = slips.some(one => Object.keys(one).length > 0);
  const leave = () => {
    setDrafts(null);
    setReason('');
    // The button that was pressed is gone, or can no longer be pressed.
    node.current?.focus();
  };
  const save = async () => {
    setSaving(true);
    const saved = await saveRules(
      props.onSave,
      {
        rules: shown.filter(one => one.own).map(ruleOf),
        reason: reason.trim(),
        seen: [...seen]
      },
      trans
    );
    setSaving(false);
    if (saved) {
      leave();
    }
  };
  return (
    <form
      ref={node}
      tabIndex={-1}
      className="jp-MLTrack-rules"
      aria-label={props.label}
      noValidate
      onSubmit={event => {
        event.preventDefault();
        if (drafts && !wrong && !saving) {
          void save();
        }
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
          slips={slips[index]}
          form={props}
          onChange={next => {
            if (drafts === null) {
              setSeen(rules);
            }
            setDrafts(shown.map((one, at) => (at === index ? next : one)));
          }}
        />
      ))}
      {drafts && (
        <label className="jp-MLTrack-rulesWhy">
          <span>{trans.__('Why')}</span>
          <input
            className="jp-MLTrack-input"
            value={reason}
            placeholder={trans.__('for the history')}
            onChange={event => setReason(event.currentTarget.value)}
          />
        </label>
      )}
      <div className="jp-MLTrack-buttons">
        <button
          type="submit"
          className="jp-MLTrack-button jp-MLTrack-accept"
          disabled={drafts === null || wrong || saving}
        >
          {trans.__('Save rules')}
        </button>
        {drafts && (
          <button type="button" className="jp-MLTrack-button" onClick={leave}>
            {trans.__('Cancel')}
          </button>
        )}
      </div>
    </form>
  );
}

function Rule(props: {
  draft: IDraft;
  slips: Slips;
  form: IFormProps;
  onChange: (draft: IDraft) => void;
}): React.JSX.Element {
  const { draft, slips, form, onChange } = props;
  const { trans } = form;
  const set = (change: Partial<IDraft>) => onChange({ ...draft, ...change });
  const check = (
    name: 'own' | 'protected' | 'second_pair',
    label: string
  ): React.JSX.Element => (
    <label className="jp-MLTrack-ruleCheck">
      <input
        type="checkbox"
        checked={draft[name]}
        onChange={event => set({ [name]: event.currentTarget.checked })}
      />
      {label}
    </label>
  );
  const field = (
    name: 'most' | 'reviewers' | 'groups' | 'approvals',
    label: string,
    placeholder: string,
    numeric = false
  ): React.JSX.Element => (
    <Field
      label={label}
      value={draft[name]}
      slip={slips[name]}
      placeholder={placeholder}
      numeric={numeric}
      onChange={value => set({ [name]: value })}
    />
  );
  return (
    <fieldset className="jp-MLTrack-rule">
      <legend>{stageWord(draft.stage, trans)}</legend>
      {form.own && check('own', form.own.label)}
      {!draft.own ? (
        <p className="jp-MLTrack-none">{form.own?.otherwise(draft.stage)}</p>
      ) : (
        <>
          {field(
            'most',
            trans.__('Most versions in it'),
            trans.__('any number'),
            true
          )}
          {check(
            'protected',
            trans.__('Protected: only an approved request moves a version')
          )}
          {draft.protected && (
            <>
              {field(
                'reviewers',
                trans.__('Reviewers'),
                trans.__('anybody; or names, with commas')
              )}
              {field(
                'groups',
                trans.__('Groups of reviewers'),
                trans.__('names of groups, with commas')
              )}
              {field(
                'approvals',
                trans.__('Approvals needed'),
                trans.__('1'),
                true
              )}
              {check(
                'second_pair',
                trans.__(
                  'A second pair of eyes: whoever asks cannot approve it'
                )
              )}
            </>
          )}
        </>
      )}
    </fieldset>
  );
}

/** A field with its name, and what is wrong with what is in it. */
function Field(props: {
  label: string;
  value: string;
  slip: string | undefined;
  placeholder: string;
  numeric: boolean;
  onChange: (value: string) => void;
}): React.JSX.Element {
  const { label, slip } = props;
  const id = useId();
  return (
    <div className="jp-MLTrack-ruleField">
      <label>
        <span>{label}</span>
        <input
          className="jp-MLTrack-input"
          inputMode={props.numeric ? 'numeric' : undefined}
          value={props.value}
          placeholder={props.placeholder}
          aria-invalid={slip !== undefined}
          aria-describedby={slip === undefined ? undefined : id}
          onChange={event => props.onChange(event.currentTarget.value)}
        />
      </label>
      {slip !== undefined && (
        <p id={id} className="jp-MLTrack-slip" role="alert">
          {slip}
        </p>
      )}
    </div>
  );
}
