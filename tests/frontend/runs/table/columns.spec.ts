import { nullTranslator } from '@jupyterlab/translation';
import type { Column } from '../../../../src/api/types';
import {
  allColumns,
  arrange,
  DEFAULT_LAYOUT,
  isShown,
  readLayout,
  valueOf
} from '../../../../src/runs/table/columns';
import { row } from '../../fakes';

const trans = nullTranslator.load('jupyter_mltrack');

function found(group: Column['group'], name: string): Column {
  const id = `${group}.${name}`;
  return { id, group, name, numeric: true, runs: 1, direction: null };
}

const columns = allColumns(
  [found('params', 'lr'), found('min', 'loss'), found('metrics', 'loss')],
  trans
);
const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id);

it('puts metrics before parameters, and extremes last and hidden', () => {
  expect(ids(columns).slice(-3)).toEqual([
    'metrics.loss',
    'params.lr',
    'min.loss'
  ]);
  const shown = columns.filter(column => isShown(column, DEFAULT_LAYOUT));
  expect(ids(shown)).toContain('metrics.loss');
  expect(ids(shown)).not.toContain('min.loss');
});

it('keeps the order that a person gave, and finds a place for new columns', () => {
  const layout = {
    ...DEFAULT_LAYOUT,
    order: ['params.lr', 'metrics.loss', 'gone']
  };
  const arranged = ids(arrange(columns, layout));
  expect(arranged.indexOf('params.lr')).toBeLessThan(
    arranged.indexOf('metrics.loss')
  );
  expect(arranged).toHaveLength(columns.length);
  expect(arranged.slice(0, 2)).toEqual(['run.number', 'run.name']);
});

it('never hides the number of a run', () => {
  const number = columns.find(({ id }) => id === 'run.number')!;
  expect(isShown(number, { ...DEFAULT_LAYOUT, hidden: ['run.number'] })).toBe(
    true
  );
});

it('takes nothing from a remembered layout that is not of its form', () => {
  const layout = readLayout({
    shown: 'all',
    widths: { a: 'wide', b: -3, c: 80 }
  } as never);
  expect(layout).toEqual({ ...DEFAULT_LAYOUT, widths: { c: 80 } });
});

it('reads the value of a run in a column', () => {
  const run = row(4, {
    tags: { stage: 'dev' },
    values: { 'metrics.loss': 0.5 },
    ended: null
  });
  const value = (id: string) =>
    valueOf(
      run,
      [
        ...columns,
        ...allColumns(
          [found('tags', 'stage'), found('tags', 'toString')],
          trans
        )
      ].find(column => column.id === id)!
    );
  expect(value('metrics.loss')).toBe(0.5);
  expect(value('params.lr')).toBeUndefined();
  expect(value('tags.stage')).toBe('dev');
  expect(value('tags.toString')).toBeUndefined();
  expect(value('run.duration')).toBeUndefined();
});
