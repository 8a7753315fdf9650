import {
  isUnseen,
  newsOf,
  roughly,
  standing,
  subjectsOf,
  TOGETHER,
  verdictOf,
  verdictOfColumn
} from '../../../src/monitors/words';
import { alert, column, monitor, trans } from './scene';

const NOW = 2000;

describe('verdicts', () => {
  it('tells a column that drifted from one that is broken', () => {
    expect(verdictOfColumn(column('age', true))).toBe('drift');
    expect(verdictOfColumn(column('age', false))).toBe('no drift');
    expect(verdictOfColumn(column('age', null))).toBe('cannot tell');
    // A column that is gone did not drift, whatever stands there.
    const gone = column('age', true, { state: 'missing column' });
    expect(verdictOfColumn(gone)).toBe('broken');
    const skipped = column('id', null, { state: 'identifier' });
    expect(verdictOfColumn(skipped)).toBe('left out');
  });

  it('calls a paused monitor paused, but not one that fails', () => {
    expect(verdictOf(monitor({ paused: true, status: 'drift' }))).toBe(
      'paused'
    );
    expect(verdictOf(monitor({ paused: true, status: 'failing' }))).toBe(
      'failing'
    );
  });
});

describe('alerts', () => {
  it('are to be seen until somebody took them on', () => {
    expect(isUnseen(alert('a'), NOW)).toBe(true);
    expect(isUnseen(alert('a', { acknowledged: 'ada' }), NOW)).toBe(false);
    expect(isUnseen(alert('a', { status: 'resolved' }), NOW)).toBe(false);
    expect(isUnseen(alert('a', { snoozed_until: NOW + 1 }), NOW)).toBe(false);
    expect(isUnseen(alert('a', { snoozed_until: NOW - 1 }), NOW)).toBe(true);
  });

  it('say where they stand', () => {
    expect(standing(alert('a'), NOW, trans)).toBe('new');
    expect(standing(alert('a', { status: 'persisting' }), NOW, trans)).toBe(
      'lasting'
    );
    expect(standing(alert('a', { acknowledged: 'ada' }), NOW, trans)).toBe(
      'acknowledged by ada'
    );
    expect(
      standing(alert('a', { snoozed_until: NOW + 7200 }), NOW, trans)
    ).toBe('snoozed for 2 h');
    expect(standing(alert('a', { status: 'resolved' }), NOW, trans)).toBe(
      'resolved'
    );
  });

  it('are told in a line', () => {
    expect(newsOf([alert('a', { subjects: ['age', TOGETHER] })], trans)).toBe(
      'churn: drift of age, columns together'
    );
    const many = alert('a', { subjects: ['a', 'b', 'c', 'd', 'e', 'f'] });
    expect(newsOf([many], trans)).toBe('churn: drift of a, b, c, d and 2 more');
    expect(
      newsOf([alert('a'), alert('b', { monitor_name: 'leavers' })], trans)
    ).toBe('2 alerts were raised: churn, leavers');
  });

  it('about a source that cannot be read are about no column', () => {
    const gone = alert('a', { kind: 'source', subjects: ['source', 'age'] });
    expect(subjectsOf(gone)).toEqual(['age']);
    const drifted = alert('a', { subjects: ['source'] });
    expect(subjectsOf(drifted)).toEqual(['source']);
    const over = alert('a', { status: 'resolved', subjects: [] });
    expect(subjectsOf(over)).toEqual(['age']);
  });
});

it('writes a time span in one unit', () => {
  expect(roughly(5, trans)).toBe('5 s');
  expect(roughly(3600, trans)).toBe('1 h');
  expect(roughly(86400 * 2, trans)).toBe('2 d');
  expect(roughly(0.2, trans)).toBe('1 s');
});
