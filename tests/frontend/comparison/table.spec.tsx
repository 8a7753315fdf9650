import { nullTranslator } from '@jupyterlab/translation';
import { cleanup, render } from '@testing-library/react';
import React from 'react';
import type { ComparedGroup } from '../../../src/api/types';
import type { IComparisonContext } from '../../../src/comparison/context';
import { ComparisonModel, TABLE_GROUPS } from '../../../src/comparison/model';
import { ComparisonTable } from '../../../src/comparison/table';
import { comparison, FakeApi, FakeSettings } from '../fakes';

const trans = nullTranslator.load('jupyter_mltrack');

afterEach(cleanup);

/** A group with one row that differs. */
function group(
  name: ComparedGroup['name'],
  key: string,
  ...values: string[]
): ComparedGroup {
  return {
    name,
    differing: 1,
    total: 1,
    rows: [
      {
        key,
        differs: true,
        direction: null,
        values: values.map(value => ({
          value,
          verdict: 'changed',
          delta: null,
          best: false
        }))
      }
    ]
  };
}

it('shows data and models as rows like any other, in the order of interest', () => {
  globalThis.ResizeObserver = class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
  const compared = {
    ...comparison(['a', 'b']),
    groups: [
      group('run', 'user', 'ada', 'bob'),
      group('models', 'forest max_depth', '3', '<b>5</b>'),
      group('data', 'X_train rows', '1,200', '1,412'),
      group('parameters', 'lr', '0.1', '0.01')
    ]
  };
  const { container } = render(
    <ComparisonTable
      context={
        {
          model: new ComparisonModel(new FakeApi().api, ['a', 'b']),
          settings: new FakeSettings(),
          commands: { hasCommand: () => false },
          trans
        } as unknown as IComparisonContext
      }
      comparison={compared}
      groups={TABLE_GROUPS}
      label={trans.__('Compared runs')}
    />
  );
  const texts = (selector: string) =>
    [...container.querySelectorAll(selector)].map(node => node.textContent);
  expect(texts('.jp-MLTrack-compareFold')).toEqual([
    'Parameters1 of 1 differs',
    'Data1 of 1 differs',
    'Models1 of 1 differs',
    'Codethe same',
    'About the run1 of 1 differs'
  ]);
  expect(texts('.jp-MLTrack-compareCell')).toContain('<b>5</b>');
  expect(container.querySelector('b')).toBeNull();
});
