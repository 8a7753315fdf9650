import { nullTranslator } from '@jupyterlab/translation';
import { cleanup, render } from '@testing-library/react';
import React from 'react';
import { RunLine, sayRun } from '../../../src/runs/panel/line';
import { CellContent } from '../../../src/runs/table/cell';
import { runColumns } from '../../../src/runs/table/columns';
import { row } from '../fakes';

const trans = nullTranslator.load('jupyter_mltrack');
const search = row(12, { name: 'svc', children: 24 });

const shared = {
  digits: 4,
  selected: false,
  colour: undefined,
  renaming: false,
  onRename: () => undefined,
  onCheck: () => undefined,
  trans
};

afterEach(cleanup);

it('the panel says how many candidates a search had', () => {
  const { container } = render(
    <RunLine {...shared} row={search} metric={null} ditto={false} />
  );
  const name = container.querySelector('.jp-MLTrack-name')!;
  expect(name.textContent).toBe('svc24 candidates');
  expect(name.getAttribute('title')).toBe(
    'svc\nRun 12 of churn\n24 candidates'
  );
  expect(sayRun(search, null, 4, trans)).toContain('24 candidates');
});

it('the table says so in the cell of the name', () => {
  const column = runColumns(trans).find(one => one.id === 'run.name')!;
  const { container } = render(
    <CellContent {...shared} row={search} column={column} />
  );
  expect(container.textContent).toBe('svc24 candidates');
});

it('other runs look as ever', () => {
  const { container } = render(
    <RunLine {...shared} row={row(3)} metric={null} ditto={false} />
  );
  expect(container.querySelector('.jp-MLTrack-children')).toBeNull();
  expect(sayRun(row(3), null, 4, trans)).not.toContain('candidate');
});
