import {
  act,
  cleanup,
  fireEvent,
  render,
  waitFor
} from '@testing-library/react';
import { Widget } from '@lumino/widgets';
import React from 'react';
import { ApiError } from '../../../../src/api/error';
import type { Artifact } from '../../../../src/api/types';
import { figureKind } from '../../../../src/runs/details/figureKinds';
import { foreignSources } from '../../../../src/runs/details/figureSources';
import { Figures } from '../../../../src/runs/details/figures';
import { run, settled } from '../../fakes';
import { FakeSight, layBrowser, pageContext } from './page';

const PLOTLY = 'application/vnd.plotly.v1+json';

beforeEach(layBrowser);
afterEach(cleanup);

const figure = (
  path: string,
  type: string,
  more: Partial<Artifact> = {}
): Artifact => ({
  path,
  blob: path,
  size: 1000,
  media_type: type,
  kind: 'figure',
  ...more
});

const PNG = figure('figures/figure-1.png', 'image/png');

/** A renderer that writes down what it is given. */
function addRenderer(context: ReturnType<typeof pageContext>, safe = true) {
  const drawn: unknown[] = [];
  context.context.rendermime.addFactory({
    safe,
    mimeTypes: [PLOTLY],
    createRenderer: () =>
      Object.assign(new Widget(), {
        renderModel: async (model: { data: unknown }) =>
          void drawn.push(model.data)
      })
  });
  return drawn;
}

function show(context: ReturnType<typeof pageContext>, ...figures: Artifact[]) {
  return render(
    <Figures run={run({ artifacts: figures })} context={context.context} />
  );
}

function bytes(text: string): ArrayBuffer {
  return new TextEncoder().encode(text).buffer as ArrayBuffer;
}

async function look() {
  await act(async () => {
    FakeSight.show();
    await settled();
  });
}

it('is not there where nothing was displayed', () => {
  const page = show(pageContext(), { ...PNG, kind: 'file' });
  expect(page.container.childElementCount).toBe(0);
});

it('loads a picture when it comes into sight, as what it is', async () => {
  const context = pageContext();
  context.server.readFile.mockResolvedValue(bytes('png'));
  const { container, getByAltText, getByRole } = show(context, PNG);
  await act(async () => {
    FakeSight.show(false);
    await settled();
  });
  expect(context.server.readFile).not.toHaveBeenCalled();
  await look();
  expect(context.server.readFile.mock.calls[0].slice(0, 2)).toEqual([
    'id12',
    'figures/figure-1.png'
  ]);
  // Never a `blob:` address, which would be a page of this server where it is opened by itself.
  await waitFor(() =>
    expect(getByAltText('Figure 1 of run 12').getAttribute('src')).toBe(
      `data:image/png;base64,${btoa('png')}`
    )
  );
  expect(
    getByRole('link', { name: 'Figure 1 of run 12: download' }).getAttribute(
      'href'
    )
  ).toBe('files/id12/figures/figure-1.png');
  expect(container.textContent).toContain('figure-1.png');
});

it('never puts an SVG into the page itself', async () => {
  const context = pageContext();
  context.server.readFile.mockResolvedValue(
    bytes('<svg><script>alert(1)</script></svg>')
  );
  const { container } = show(context, figure('a.svg', 'image/svg+xml'));
  await look();
  expect(container.querySelector('.jp-MLTrack-figureFrame svg')).toBeNull();
  expect(container.querySelector('script')).toBeNull();
  expect(container.querySelectorAll('img')).toHaveLength(1);
});

it('says so where a picture is none', async () => {
  const context = pageContext();
  context.server.readFile.mockResolvedValue(bytes('x'));
  const { container } = show(context, PNG);
  await look();
  await waitFor(() =>
    expect(container.querySelector('img')!.getAttribute('src')).toBeTruthy()
  );
  fireEvent.error(container.querySelector('img')!);
  expect(container.textContent).toContain('no picture that can be shown');
});

it('draws what a safe renderer draws, and enlarges it', async () => {
  const context = pageContext();
  const drawn = addRenderer(context);
  context.server.readFile.mockResolvedValue(bytes('{"data": []}'));
  const { getByRole } = show(context, figure('f.json', PLOTLY));
  await look();
  getByRole('figure', { name: 'Figure 1 of run 12' });
  expect(drawn).toEqual([{ [PLOTLY]: { data: [] } }]);
  fireEvent.click(getByRole('button', { name: /enlarge/ }));
  await act(settled);
  const dialog = document.querySelector('.jp-MLTrack-figureDialog')!;
  expect(dialog.textContent).toContain('Figure 1 of run 12');
  expect(drawn).toHaveLength(2);
  fireEvent.click(dialog.querySelector('.jp-mod-accept')!);
  await act(settled);
});

it('says so where a figure cannot be drawn', async () => {
  const context = pageContext();
  addRenderer(context);
  context.server.readFile.mockResolvedValue(bytes('no JSON'));
  const { container } = show(context, figure('f.json', PLOTLY));
  await look();
  expect(container.textContent).toContain('no figure that can be drawn');
});

it('says what went wrong, and tries again', async () => {
  const context = pageContext();
  context.server.readFile.mockRejectedValueOnce(
    new ApiError('not_found', 'The file is gone.', 404)
  );
  const { getByRole, getByText, getByAltText } = show(context, PNG);
  await look();
  expect(getByRole('alert').textContent).toContain('The file is gone.');
  context.server.readFile.mockResolvedValueOnce(bytes('png'));
  fireEvent.click(getByText('Try again'));
  await act(settled);
  getByAltText('Figure 1 of run 12');
});

it('loads a large figure when somebody asks', async () => {
  const context = pageContext();
  context.server.readFile.mockResolvedValue(bytes('png'));
  const { getByText } = show(context, { ...PNG, size: 12_000_000 });
  await look();
  expect(context.server.readFile).not.toHaveBeenCalled();
  fireEvent.click(getByText('Show 12.0 MB'));
  await act(settled);
  expect(context.server.readFile).toHaveBeenCalledTimes(1);
});

it('shows many figures in two steps', () => {
  const many = Array.from({ length: 30 }, (_, at) =>
    figure(`${at}.png`, 'image/png')
  );
  const { container, getByText } = show(pageContext(), ...many);
  expect(container.querySelectorAll('li')).toHaveLength(12);
  fireEvent.click(getByText('Show 18 more figures'));
  expect(container.querySelectorAll('li')).toHaveLength(30);
});

describe('the kind of a figure', () => {
  it.each([
    ['image/png', 'picture'],
    ['image/jpeg', 'picture'],
    ['image/svg+xml', 'picture'],
    ['text/html', 'unknown'],
    ['application/javascript', 'unknown'],
    [PLOTLY, 'plotly'],
    ['application/vnd.vegalite.v5+json', 'unknown']
  ])('%p is %p', (type, kind) => {
    const context = pageContext();
    addRenderer(context);
    expect(figureKind(figure('x', type), context.context.rendermime)).toBe(
      kind
    );
  });

  it('is unknown where the renderer is not safe', () => {
    const context = pageContext();
    addRenderer(context, false);
    expect(figureKind(figure('x', PLOTLY), context.context.rendermime)).toBe(
      'unknown'
    );
  });

  it.each([
    ['application/vnd.vegalite.v5+json'],
    ['application/vnd.vegalite.v6+json'],
    ['application/vnd.vega.v5+json']
  ])('%p is of Vega', type => {
    const rendermime = { getFactory: () => ({ safe: true }) };
    expect(figureKind(figure('x', type), rendermime as never)).toBe('vega');
  });
});

describe('a figure that loads from elsewhere', () => {
  const strange = JSON.stringify({
    data: [],
    layout: { images: [{ source: 'https://evil.example/seen.png' }] }
  });

  it('is drawn only when somebody says so', async () => {
    const context = pageContext();
    const drawn = addRenderer(context);
    context.server.readFile.mockResolvedValue(bytes(strange));
    const { getByText, getByRole } = show(
      context,
      figure('figures/figure-1.json', PLOTLY)
    );
    await look();
    expect(drawn).toEqual([]);
    getByText(/loads from evil\.example\./);
    const enlarge = getByRole('button', { name: /enlarge/ });
    expect((enlarge as HTMLButtonElement).disabled).toBe(true);
    await act(async () => {
      fireEvent.click(getByRole('button', { name: 'Draw it' }));
      await settled();
    });
    expect(drawn.length).toBe(1);
  });

  const cases: [string, 'plotly' | 'vega', unknown, string[]][] = [
    [
      'settings to be fetched',
      'vega',
      { usermeta: { embedOptions: { patch: 'https://d.example/p' } } },
      ['d.example']
    ],
    ['inline rows', 'vega', { data: { values: [{ url: 'http://a.b' }] } }, []],
    [
      'data',
      'vega',
      { data: { url: 'https://a.example/x.csv' } },
      ['a.example']
    ],
    [
      'data of a layer',
      'vega',
      { layer: [{ data: { url: '//b.example/x' } }] },
      ['b.example']
    ],
    [
      'data inside the address',
      'vega',
      { data: { url: 'data:text/csv,a' } },
      []
    ],
    [
      'an address that is computed',
      'vega',
      { data: [{ url: { signal: 'x' } }] },
      ['*']
    ],
    [
      'pictures that rows name',
      'vega',
      { encoding: { url: { field: 'p' } } },
      ['*']
    ],
    [
      'this server, too',
      'vega',
      { data: { url: '/logout' } },
      [location.host || '*']
    ],
    ['what is no address', 'vega', { data: { url: 'http://[' } }, ['*']],
    [
      'a plain chart',
      'plotly',
      {
        data: [{ type: 'scatter', x: [1] }],
        layout: { template: { layout: { geo: {} } } }
      },
      []
    ],
    [
      'a picture as a trace',
      'plotly',
      { data: [{ type: 'image', source: 'https://c.example/x.png' }] },
      ['c.example']
    ],
    ['a map', 'plotly', { data: [{ type: 'choropleth' }] }, ['cdn.plot.ly']],
    ['tiles', 'plotly', { data: [], layout: { mapbox: {} } }, ['cdn.plot.ly']],
    ['nothing', 'plotly', null, []]
  ];

  it.each(cases)('is told by %s', (_, kind, content, hosts) => {
    expect(foreignSources(content, kind)).toEqual(hosts);
  });
});
