import { Clipboard } from '@jupyterlab/apputils';
import { act, cleanup, fireEvent, render } from '@testing-library/react';
import React from 'react';
import { Files } from '../../../../src/runs/details/files';
import { linesOf, Output } from '../../../../src/runs/details/output';
import { details, run, settled } from '../../fakes';
import { layBrowser, pageContext } from './page';

beforeEach(() => void layBrowser());
afterEach(cleanup);

const { context } = pageContext();

const lines = (count: number) =>
  Array.from({ length: count }, (_, at) => `line ${at + 1}\n`).join('');

async function show(output: string | null, stdout = 0) {
  const page = render(
    <Output
      details={details(run({ stdout_bytes: stdout }), { output })}
      context={context}
    />
  );
  await act(settled);
  return page;
}

it('is not there where nothing was printed', async () => {
  expect((await show(null)).container.childElementCount).toBe(0);
  expect((await show('')).container.childElementCount).toBe(0);
});

it('shows a short text whole', async () => {
  const { container, queryByText } = await show(lines(20));
  expect(container.textContent).toContain('20 lines');
  expect(queryByText(/Show/)).toBeNull();
});

it('folds a long text, copies all of it', async () => {
  const text = lines(45);
  const copied = jest
    .spyOn(Clipboard, 'copyToSystem')
    .mockImplementation(() => undefined);
  const { getByText, getByRole } = await show(text, 5_000_000);
  getByText('351 B of 5.00 MB were kept');
  const more = getByRole('button', { name: 'Show 25 more lines' });
  fireEvent.click(more);
  expect(more.textContent).toBe('Show the first 20 lines');
  expect(more.getAttribute('aria-expanded')).toBe('true');
  fireEvent.click(getByText('Copy'));
  expect(copied).toHaveBeenCalledWith(text);
});

it.each([
  ['a\nb\n', ['a', 'b']],
  ['a\r\nb', ['a', 'b']],
  ['10%\r100%\rdone', ['done']],
  ['abc\rX', ['Xbc']],
  ['', ['']]
])('reads %j as a terminal does', (text, read) => {
  expect(linesOf(text)).toEqual(read);
});

it('what was displayed or printed is no file', () => {
  const artifact = (path: string, kind: 'file' | 'figure' | 'output') => ({
    path,
    kind,
    blob: path,
    size: 1,
    media_type: 'text/plain'
  });
  const { container } = render(
    <Files
      run={run({
        artifacts: [
          artifact('model.pkl', 'file'),
          artifact('figures/figure-1.png', 'figure'),
          artifact('output.txt', 'output')
        ]
      })}
      context={context}
    />
  );
  expect(container.querySelectorAll('a')).toHaveLength(1);
  expect(container.textContent).toContain('Files1model.pkl');
});
