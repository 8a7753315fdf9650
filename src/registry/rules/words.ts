import type { TranslationBundle } from '@jupyterlab/translation';
import type { RegistryEvent, StageRule } from '../../api/types';
import { reviewersText, stageWord } from '../words';

/** What a rule says: `at most 1 version; 2 approvals by bob; not by whoever asks`. */
export function ruleWords(rule: StageRule, trans: TranslationBundle): string {
  const most =
    rule.most === null
      ? trans.__('any number of versions')
      : trans._n('at most %1 version', 'at most %1 versions', rule.most);
  if (!rule.protected) {
    return trans.__('%1; no approval needed', most);
  }
  const approvals = trans._n(
    '%2; %1 approval by %3',
    '%2; %1 approvals by %3',
    rule.approvals,
    most,
    reviewersText(rule, trans)
  );
  return rule.second_pair
    ? trans.__('%1; not by whoever asks', approvals)
    : approvals;
}

/** The rules that an event set: those of the store, or a model's own. */
export function rulesSet(event: RegistryEvent): readonly StageRule[] {
  const { rules, model } = event.details as {
    rules?: StageRule[];
    model?: { rules?: StageRule[] } | null;
  };
  return rules ?? model?.rules ?? [];
}

/** What an event set, in words: `production: at most 1 version; no approval needed`. */
export function rulesWords(
  event: RegistryEvent,
  trans: TranslationBundle
): string {
  const rules = rulesSet(event);
  return rules.length === 0
    ? event.model
      ? trans.__('no rules of its own any more')
      : trans.__('the defaults')
    : rules
        .map(rule =>
          trans.__(
            '%1: %2',
            stageWord(rule.stage, trans),
            ruleWords(rule, trans)
          )
        )
        .join('. ');
}
