import { expect, IJupyterLabPageFixture } from '@jupyterlab/galata';
import type { Browser, Locator, Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';

/** A run as the server's list gives it. */
export interface IRow {
  id: string;
  number: number;
  name: string;
  status: string;
  note: string;
  tags: Record<string, string>;
}

/** Runs made by a script, in the store of the server that the page belongs to; gives what it prints. */
export async function script(
  page: IJupyterLabPageFixture,
  code: string
): Promise<string> {
  const root = await page.evaluate(
    () =>
      JSON.parse(document.getElementById('jupyter-config-data')!.textContent!)
        .serverRoot as string
  );
  const store = { ...process.env };
  delete store.MLTRACK_STORE;
  return execFileSync(
    'python',
    ['-c', `import jupyter_mltrack as mltrack\n${code}`],
    { cwd: root.replace(/^~/, process.env.HOME!), env: store, encoding: 'utf8' }
  );
}

/** Three finished runs of an experiment: accuracy 0.7, 0.8, 0.9, with `lr` that differs and `depth` that does not. */
export async function threeRuns(
  page: IJupyterLabPageFixture,
  experiment: string
): Promise<void> {
  await script(
    page,
    `
for index, lr in enumerate([0.1, 0.01, 0.001]):
    with mltrack.run(${JSON.stringify(experiment)}, name=f"model-{index}", params={"lr": lr, "depth": 3}) as run:
        for step in range(5):
            run.log(loss=1 / (step + 1 + index), step=step)
        run.log(accuracy=0.7 + index / 10)
`
  );
}

/** The runs of an experiment, newest first, as the server knows them. */
export async function rowsOf(
  page: IJupyterLabPageFixture,
  experiment: string
): Promise<IRow[]> {
  return page.evaluate(async name => {
    const address = `/mltrack/api/runs?experiment=${encodeURIComponent(name)}`;
    const answer = await fetch(address);
    return (await answer.json()).rows;
  }, experiment);
}

/** Execute a command of JupyterLab and wait until it is done. */
export async function execute(
  page: Page | IJupyterLabPageFixture,
  command: string,
  args: Record<string, string | number | string[]> = {}
): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(id => window.jupyterapp.commands.hasCommand(id), command)
    )
    .toBe(true);
  await page.evaluate(
    async ({ id, values }) => {
      await window.jupyterapp.commands.execute(id, values);
    },
    { id: command, values: args }
  );
}

/** The list of runs in the side panel. */
export class Panel {
  constructor(private readonly _page: IJupyterLabPageFixture) {
    this.root = _page.locator('.jp-MLTrack-runsSection');
    this.list = this.root.getByRole('listbox', { name: 'Runs' });
    this.runs = this.list.getByRole('option');
  }

  readonly root: Locator;
  readonly list: Locator;
  readonly runs: Locator;

  run(name: string): Locator {
    return this.runs.filter({
      has: this._page.locator('.jp-MLTrack-name', { hasText: name })
    });
  }

  async open(): Promise<void> {
    await execute(this._page, 'mltrack:show-panel');
    await expect(this.root).toBeVisible();
  }

  /** Show the runs of one experiment; it must be there. */
  async choose(experiment: string): Promise<void> {
    await this.root
      .getByRole('combobox', { name: 'Experiment' })
      .selectOption({ label: experiment });
    await expect(this.list).toHaveAttribute('aria-busy', 'false');
  }

  /** The names of the runs, from top to bottom. */
  names(): Promise<string[]> {
    return this.list.locator('.jp-MLTrack-name').allTextContents();
  }
}

/** The table in the main area. */
export class Table {
  constructor(page: IJupyterLabPageFixture) {
    this.grid = page.getByRole('grid', { name: 'Runs' });
  }

  readonly grid: Locator;

  head(name: string): Locator {
    return this.grid.getByRole('columnheader', { name });
  }

  /** What stands in a column, from top to bottom. */
  column(id: string): Promise<string[]> {
    return this.grid
      .locator(`[role=gridcell][data-column="${id}"]`)
      .allTextContents();
  }
}

/** The line under a cell of the open notebook. */
export function cellLine(page: IJupyterLabPageFixture, cell: number): Locator {
  return page
    .locator('.jp-Notebook .jp-Cell')
    .nth(cell)
    .locator('.jp-MLTrack-cellLine');
}

/** Start a cell and go on without waiting for its end. */
export async function startCell(
  page: IJupyterLabPageFixture,
  cell: number
): Promise<void> {
  await page.notebook.selectCells(cell);
  await page.keyboard.press('Control+Enter');
}

/** A notebook with these cells, as a file holds it. Typing would let the editor indent. */
export function notebook(cells: readonly string[]): string {
  return JSON.stringify({
    cells: cells.map((source, index) => ({
      cell_type: 'code',
      id: `cell-${index}`,
      metadata: {},
      execution_count: null,
      source,
      outputs: []
    })),
    metadata: {
      kernelspec: {
        name: 'python3',
        display_name: 'Python 3 (ipykernel)',
        language: 'python'
      },
      language_info: { name: 'python' }
    },
    nbformat: 4,
    nbformat_minor: 5
  });
}

/** Open a notebook with these cells, and wait until its kernel listens. */
export async function openNotebook(
  page: IJupyterLabPageFixture,
  path: string,
  cells: readonly string[]
): Promise<void> {
  await page.contents.uploadContent(notebook(cells), 'text', path);
  await execute(page, 'docmanager:open', { path });
  await expect(
    page.locator('.jp-Notebook-ExecutionIndicator[data-status=idle]').first()
  ).toBeVisible();
}

/** Let the server take whoever looks at a page for a person: see `people.py`. */
export async function becomes(
  page: Page | IJupyterLabPageFixture,
  name: string
): Promise<void> {
  const url = new URL(page.url()).origin;
  await page
    .context()
    .addCookies([{ name: 'mltrack-test-person', value: name, url }]);
}

/** A window of somebody else on the same server. */
export async function windowOf(
  browser: Browser,
  page: IJupyterLabPageFixture,
  name: string
): Promise<Page> {
  const url = new URL(page.url()).origin;
  const context = await browser.newContext({
    viewport: { width: 1400, height: 850 }
  });
  await context.addCookies([{ name: 'mltrack-test-person', value: name, url }]);
  const other = await context.newPage();
  await other.goto(`${url}/lab/workspaces/${name}?reset`);
  await other.locator('#jupyterlab-splash').waitFor({ state: 'detached' });
  return other;
}
