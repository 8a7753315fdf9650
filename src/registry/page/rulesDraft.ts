import type { StageRule } from '../../api/types';

/** A rule as it stands in the fields of the form. */
export interface IDraft {
  stage: StageRule['stage'];
  /** False: the store's rule holds. */
  own: boolean;
  protected: boolean;
  most: string;
  reviewers: string;
  groups: string;
  approvals: string;
  second_pair: boolean;
}

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
  const most = Number.parseInt(draft.most, 10);
  const approvals = Number.parseInt(draft.approvals, 10);
  const needed = draft.protected;
  return {
    stage: draft.stage,
    most: Number.isFinite(most) ? most : null,
    protected: draft.protected,
    reviewers: needed ? names(draft.reviewers) : [],
    groups: needed ? names(draft.groups) : [],
    approvals: needed && Number.isFinite(approvals) ? approvals : 1,
    second_pair: draft.second_pair
  };
}

function names(text: string): string[] {
  return text
    .split(',')
    .map(name => name.trim())
    .filter(name => name !== '');
}
