import type { TranslationBundle } from '@jupyterlab/translation';
import type { StageRule } from '../../api/types';

/** A rule as it stands in the fields of the form. */
export interface IDraft {
  stage: StageRule['stage'];
  /** False: the rule of the store holds. */
  own: boolean;
  protected: boolean;
  most: string;
  reviewers: string;
  groups: string;
  approvals: string;
  second_pair: boolean;
}

/** What is wrong with the fields of a rule, by field. */
export type Slips = Partial<Record<keyof IDraft, string>>;

/** Put a rule into fields. */
export function draftOf(rule: StageRule, own: boolean): IDraft {
  return {
    stage: rule.stage,
    own,
    protected: rule.protected,
    most: rule.most === null ? '' : String(rule.most),
    reviewers: rule.reviewers.join(', '),
    groups: rule.groups.join(', '),
    approvals: String(rule.approvals),
    second_pair: rule.second_pair
  };
}

/** Read a rule from fields; who approves is said of protected stages only. */
export function ruleOf(draft: IDraft): StageRule {
  const needed = draft.protected;
  return {
    stage: draft.stage,
    most: whole(draft.most),
    protected: draft.protected,
    reviewers: needed ? names(draft.reviewers) : [],
    groups: needed ? names(draft.groups) : [],
    approvals: (needed ? whole(draft.approvals) : null) ?? 1,
    second_pair: draft.second_pair
  };
}

/** Look what is wrong with the fields of a rule before it is sent; the server looks again. */
export function slipsOf(draft: IDraft, trans: TranslationBundle): Slips {
  const slips: Slips = {};
  if (!draft.own) {
    return slips;
  }
  if (draft.most.trim() !== '' && whole(draft.most) === null) {
    slips.most = trans.__(
      'A whole number from 1 on; nothing for any number of versions.'
    );
  }
  if (!draft.protected) {
    return slips;
  }
  const approvals = draft.approvals.trim() === '' ? 1 : whole(draft.approvals);
  const reviewers = names(draft.reviewers);
  if (approvals === null) {
    slips.approvals = trans.__('A whole number from 1 on.');
  } else if (
    reviewers.length > 0 &&
    names(draft.groups).length === 0 &&
    approvals > reviewers.length
  ) {
    slips.approvals = trans._n(
      'Only %1 reviewer is named: name more, or a group.',
      'Only %1 reviewers are named: name more, or a group.',
      reviewers.length
    );
  }
  const twice = reviewers.find((name, at) => reviewers.indexOf(name) !== at);
  if (twice !== undefined) {
    slips.reviewers = trans.__('%1 is named twice.', twice);
  }
  return slips;
}

/** A whole number above 0; null where there is none. */
function whole(text: string): number | null {
  const value = Number(text.trim());
  return text.trim() !== '' && Number.isSafeInteger(value) && value > 0
    ? value
    : null;
}

function names(text: string): string[] {
  return text
    .split(',')
    .map(name => name.trim())
    .filter(name => name !== '');
}
