import { nullTranslator } from '@jupyterlab/translation';
import {
  itemsOf,
  notYet,
  runMatches,
  runsOf,
  versionMatches
} from '../../../src/exchange/plan';
import { countWords, sizeWords } from '../../../src/exchange/words';
import { NOTHING, offer, offeredRun, offeredVersion } from './scene';

const trans = nullTranslator.load('jupyter_mltrack');

it('a run that two versions bring along is asked for by none but them', () => {
  const found = offer({
    runs: [offeredRun(1), offeredRun(2)],
    versions: [
      offeredVersion(1, { run: 'id1' }),
      offeredVersion(2, { run: 'id1' })
    ]
  });
  const all = new Set(['id1', 'id2', 'churn/1', 'churn/2']);
  const items = itemsOf(found, all, null);
  expect(items.map(item => ('run' in item ? item.run : 'version'))).toEqual([
    'id2',
    'version',
    'version'
  ]);
});

it('a run that came with two versions counts once, as new', () => {
  const run = { number: 1, id: 'id1', name: 'a', origin: '', in_trash: false };
  const version = { model: 'churn', origin: '', already: false };
  const runs = runsOf({
    ...NOTHING,
    versions: [
      { ...version, version: 1, run: { ...run, already: false } },
      { ...version, version: 2, run: { ...run, already: true } }
    ]
  });
  expect(runs.map(one => one.already)).toEqual([false]);
});

it('words are looked for in name, experiment and person', () => {
  const run = offeredRun(12, { name: '<b>Best</b>' });
  for (const filter of ['best', 'bob churn', '12', '#12', '']) {
    expect(runMatches(run, filter)).toBe(true);
  }
  expect(runMatches(run, 'best ann')).toBe(false);
  expect(runMatches(run, '1')).toBe(false);
  expect(versionMatches(offeredVersion(3), 'churn v3')).toBe(true);
  expect(versionMatches(offeredVersion(3), 'v4')).toBe(false);
});

it('counts and sizes in words', () => {
  expect(countWords(3, 0, trans)).toBe('3 runs');
  expect(countWords(0, 1, trans)).toBe('1 model version');
  expect(countWords(1, 2, trans)).toBe('1 run and 2 model versions');
  expect(sizeWords(999)).toBe('999 B');
  expect(sizeWords(4_200_000)).toBe('4.2 MB');
});

it('what was refused stays chosen, with its run, also where it is here under another name', () => {
  const found = offer({
    runs: [
      offeredRun(1, { here: 7 }),
      offeredRun(2, { here: 8 }),
      offeredRun(3)
    ],
    versions: [
      offeredVersion(1, { run: 'id1', here: 1 }),
      offeredVersion(2, { here: 2 })
    ]
  });
  const all = new Set(['id1', 'id2', 'id3', 'churn/1', 'churn/2']);
  expect([...notYet(found, all, new Set(['churn/1']))].sort()).toEqual([
    'churn/1',
    'id1',
    'id3'
  ]);
});
