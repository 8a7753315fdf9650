import { cleanup, fireEvent, render } from '@testing-library/react';
import React from 'react';
import type { Dataset, FittedModel } from '../../../../src/api/types';
import { Data, shapeText } from '../../../../src/runs/details/data';
import { Models } from '../../../../src/runs/details/models';
import { run } from '../../fakes';
import { layBrowser, pageContext } from './page';

beforeEach(() => void layBrowser());
afterEach(cleanup);

const { context } = pageContext();
const { trans } = context;

const data = (more: Partial<Dataset> = {}): Dataset => ({
  name: 'X_train',
  type: 'numpy.ndarray',
  role: 'fitted',
  shape: [1200, 14],
  element: 'float64',
  columns: [],
  more_columns: 0,
  fingerprint: '60303ae22b998861',
  sampled: false,
  source: null,
  derived: false,
  ...more
});

const model = (more: Partial<FittedModel> = {}): FittedModel => ({
  name: 'forest',
  type: 'sklearn.ensemble._forest.RandomForestClassifier',
  parts: [],
  params: {},
  defaults: {},
  data: [],
  fitted: true,
  size: null,
  saved: null,
  ...more
});

function showModels(...models: FittedModel[]) {
  const of = run({ models, data: [data()] });
  return render(
    <>
      <Models run={of} context={context} />
      <Data run={of} context={context} />
    </>
  );
}

function showData(...sets: Dataset[]) {
  return render(<Data run={run({ data: sets })} context={context} />);
}

const texts = (node: ParentNode, selector: string) =>
  [...node.querySelectorAll(selector)].map(one => one.textContent);

describe('models', () => {
  it('are named with their class in short and in full', () => {
    const { getByText } = showModels(model());
    expect(getByText('RandomForestClassifier').title).toBe(
      'sklearn.ensemble._forest.RandomForestClassifier'
    );
  });

  it('lead to the data that they were fitted on', () => {
    const { getByRole, getByTitle } = showModels(
      model({ data: ['X_train', 'gone'] })
    );
    const group = getByRole('group', { name: 'forest' });
    expect(texts(group, 'dd')).toEqual(['X_train, gone']);
    expect(group.querySelectorAll('button')).toHaveLength(1);
    fireEvent.click(getByTitle('Show X_train among the data'));
    const row = document.activeElement!;
    expect(row.tagName).toBe('TR');
    expect(row.querySelector('th')!.textContent).toBe('X_train');
  });

  it('say what was trained', () => {
    const { getByRole } = showModels(
      model({ name: 'a', data: ['X_train'], fitted: false }),
      model({ name: 'b', fitted: false }),
      model({ name: 'c', size: 1_200_000 })
    );
    expect(texts(getByRole('group', { name: 'a' }), 'dt')).toEqual([
      'Copies fitted on'
    ]);
    expect(texts(getByRole('group', { name: 'b' }), 'dd')).toEqual([
      'Not trained by this run'
    ]);
    const size = getByRole('group', { name: 'c' }).querySelector('dd')!;
    expect(size.textContent).toBe('1.2 M');
    expect(size.title).toBe('1,200,000');
  });

  it('show the settings that were chosen, and fold those of the library', () => {
    const { getByRole, getByText } = showModels(
      model({ params: { C: 10 }, defaults: { tol: 0.001, verbose: null } })
    );
    expect(texts(getByRole('table', { name: 'Settings' }), 'tr')).toEqual([
      'C10'
    ]);
    const folded = getByText('library defaults (2)').closest('details')!;
    expect(folded.open).toBe(false);
    expect(texts(folded, 'tr')).toEqual(['tol0.001', 'verboseNone']);
  });

  it('say so where nobody chose a setting', () => {
    const { container } = showModels(model({ defaults: { tol: 0.001 } }));
    expect(container.textContent).toContain(
      "Every setting is the library's default."
    );
  });

  it('fold many parts', () => {
    const { getByText, getByRole } = showModels(
      model({ parts: Array.from({ length: 20 }, (_, at) => `nn.Layer${at}`) })
    );
    expect(getByText(/… and 12 more/).closest('details')!.open).toBe(false);
    expect(getByRole('group', { name: 'forest' }).textContent).toContain(
      'Layer0, Layer1'
    );
  });
});

describe('data', () => {
  it('are described in words', () => {
    const { container } = showData(
      data({ source: 'data/train.csv', derived: true }),
      data({ name: 'y', role: 'evaluated', shape: [1200], fingerprint: null }),
      data({ name: 'raw', role: 'read', shape: [], source: 'raw.npy' })
    );
    expect(texts(container, 'tbody tr')).toEqual([
      'X_trainto fitndarray1,200 × 14float64made of data/train.csv60303ae2',
      'yto evaluatendarray1,200 rowsfloat64––',
      'rawreadndarray–float64raw.npy60303ae2'
    ]);
  });

  it('have a fingerprint whose whole and making are told on hover', () => {
    const { getByText } = showData(data({ sampled: true }));
    expect(getByText('60303ae2').title).toBe('60303ae22b998861');
    expect(getByText('sampled').title).toContain('evenly spaced rows');
  });

  it('fold the columns of a table', () => {
    const { getByRole, queryByText, container } = showData(
      data({
        type: 'pandas.DataFrame',
        columns: [
          { name: 'age', type: 'int64' },
          { name: 'income', type: 'float64' }
        ],
        more_columns: 136
      })
    );
    expect(queryByText('age')).toBeNull();
    const button = getByRole('button', { name: '138 columns' });
    fireEvent.click(button);
    expect(button.getAttribute('aria-expanded')).toBe('true');
    expect(texts(container, 'li')).toEqual([
      'age int64',
      'income float64',
      '… and 136 more'
    ]);
  });

  it('of strangers are text', () => {
    const evil = '<img src=x onerror=alert(1)>';
    const { container } = showData(
      data({ name: evil, type: evil, source: evil, element: evil })
    );
    expect(container.querySelector('img')).toBeNull();
  });
});

it.each([
  [[], '–'],
  [[1], '1 row'],
  [[1500], '1,500 rows'],
  [[60000, 28, 28], '60,000 × 28 × 28']
])('writes the shape %j as %p', (shape, text) => {
  expect(shapeText(shape, trans)).toBe(text);
});
