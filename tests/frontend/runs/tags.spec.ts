import { readTags, tagsEdit, writeTags } from '../../../src/runs/tags';

it('reads what it writes', () => {
  const tags = { stage: 'dev', keep: '', url: 'a=b' };
  expect(readTags(writeTags(tags))).toEqual(tags);
});

it('takes names that objects have of their own as names', () => {
  const tags = readTags('__proto__ = x\nconstructor = y');
  expect(Object.keys(tags)).toEqual(['__proto__', 'constructor']);
  expect(tagsEdit({}, readTags('toString = z'))).toEqual({ toString: 'z' });
});

it('sends what changed, and null for what went', () => {
  expect(
    tagsEdit({ a: '1', b: '2', c: '3' }, { a: '1', b: '9', d: '' })
  ).toEqual({ c: null, b: '9', d: '' });
});

it('leaves out lines without a name', () => {
  expect(readTags('\n  \n = x\n a \n')).toEqual({ a: '' });
});
