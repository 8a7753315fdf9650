import {
  eventWords,
  isProtected,
  reviewersText,
  rollbackSentence
} from '../../../src/registry/words';
import { event, rule, trans } from './scene';

describe('a rollback', () => {
  const rollback = {
    stage: 'production' as const,
    current: 3,
    target: 2,
    free: true,
    request: null
  };

  it('says what it will do', () => {
    expect(rollbackSentence(rollback, trans)).toBe(
      'Version 2 comes back to production, and version 3 goes to archived.'
    );
  });

  it('says that nobody has to approve again what was approved', () => {
    expect(rollbackSentence({ ...rollback, request: 'r' }, trans)).toContain(
      'nobody has to approve it again'
    );
  });

  it('says where it has to be asked for', () => {
    expect(rollbackSentence({ ...rollback, free: false }, trans)).toContain(
      'has to be asked for'
    );
  });

  it('speaks of no version where none is there', () => {
    expect(rollbackSentence({ ...rollback, current: null }, trans)).toBe(
      'Version 2 comes back to production.'
    );
  });
});

it('a move needs an approval when either stage is protected', () => {
  const rules = [rule('production', { protected: true }), rule('staging')];
  expect(isProtected(rules, 'none', 'production')).toBe(true);
  expect(isProtected(rules, 'production', 'archived')).toBe(true);
  expect(isProtected(rules, 'none', 'staging')).toBe(false);
});

it('reviewers are named with their groups; nobody named is anybody', () => {
  const named = rule('production', { reviewers: ['bob'], groups: ['leads'] });
  expect(reviewersText(named, trans)).toBe('bob, the group leads');
  expect(reviewersText(rule('production'), trans)).toBe('anybody');
});

it('every kind of event has words', () => {
  const said = eventWords(
    event(1, 'stage set', { version: 3, details: { stage: 'production' } }),
    trans
  );
  expect(said).toBe('moved version 3 to production');
  const renamed = event(2, 'model renamed', {
    details: { model: { name: 'leavers' } }
  });
  expect(eventWords(renamed, trans)).toBe('renamed the model to leavers');
});
