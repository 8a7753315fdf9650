import { draftOf, ruleOf } from '../../../../src/registry/rules/draft';
import { rule } from '../scene';

const strict = rule('production', {
  most: 1,
  protected: true,
  reviewers: ['bob', 'carol'],
  groups: ['leads'],
  approvals: 2
});

it('a rule survives the fields of the form', () => {
  expect(ruleOf(draftOf(strict, true))).toEqual(strict);
});

it('names are read with or without white space', () => {
  const draft = { ...draftOf(strict, true), reviewers: ' bob,, eve ,' };
  expect(ruleOf(draft).reviewers).toEqual(['bob', 'eve']);
});

it('no number means any number, and one approval', () => {
  const draft = { ...draftOf(strict, true), most: '', approvals: '' };
  expect(ruleOf(draft)).toMatchObject({ most: null, approvals: 1 });
});

it('who approves is said of protected stages only', () => {
  const draft = { ...draftOf(strict, true), protected: false };
  expect(ruleOf(draft)).toMatchObject({
    reviewers: [],
    groups: [],
    approvals: 1
  });
});
