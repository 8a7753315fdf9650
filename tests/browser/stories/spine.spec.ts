import { expect, test } from '@jupyterlab/galata';
import {
  cellLine,
  execute,
  openNotebook,
  Panel,
  rowsOf,
  startCell,
  Table
} from './world';

const EXPERIMENT = 'spine';

// After the reload, what was open is there again instead of the launcher that Galata waits for.
test.use({
  // eslint-disable-next-line no-empty-pattern
  waitForApplication: async ({}, use) => {
    await use(async page => {
      await page
        .locator('#jp-main-dock-panel .lm-TabBar-tab')
        .first()
        .waitFor();
      await page.locator('#jupyterlab-splash').waitFor({ state: 'detached' });
    });
  }
});

/** A cell that trains: `lr` differs from cell to cell, `depth` does not. */
function training(lr: number, pause = 0): string {
  return `%%track --experiment ${EXPERIMENT}
lr = ${lr}
depth = 3
for step in range(${pause ? 40 : 5}):
    loss = 1 / (1 + lr * step)
    time.sleep(${pause})
accuracy = 1 - loss`;
}

test('from %%track on a cell to the comparison in the side panel', async ({
  page,
  tmpPath
}) => {
  test.setTimeout(240_000);
  const panel = new Panel(page);
  await panel.open();
  const rates = [0.1, 0.3, 0.2, 0.4];
  await openNotebook(page, `${tmpPath}/spine.ipynb`, [
    `import time
assert not [name for name in dir() if 'mltrack' in name]`,
    ...rates.map(lr => training(lr)),
    training(0.5, 0.1)
  ]);

  await test.step('nothing was loaded by hand, and nothing is in the way', async () => {
    await page.notebook.runCell(0, true);
    expect(await page.notebook.getCellTextOutput(0)).toBeNull();
    await expect(page.locator('.jp-InputPrompt').first()).toHaveText('[1]:');
  });

  await test.step('each tracked cell becomes a run, with a line under it', async () => {
    for (let cell = 1; cell <= rates.length; cell++) {
      await page.notebook.runCell(cell, true);
      await expect(cellLine(page, cell)).toContainText(/run \d+/);
      await expect(cellLine(page, cell)).toContainText('accuracy');
    }
    await panel.choose(EXPERIMENT);
    await expect(panel.runs).toHaveCount(rates.length);
  });

  await test.step('a run appears while its cell still runs, and its end is seen', async () => {
    await startCell(page, 5);
    await expect(panel.runs).toHaveCount(5);
    const newest = panel.runs.first();
    await expect(newest.locator('[data-status=running]')).toBeVisible();
    await expect(panel.root.getByRole('status')).toContainText('1 running');
    await expect(cellLine(page, 5)).toHaveAttribute('data-status', 'running');
    await expect(cellLine(page, 5)).toContainText('step');
    await expect(newest.locator('[data-status=finished]')).toBeVisible();
    await expect(cellLine(page, 5)).toHaveAttribute('data-status', 'finished');
    await page.notebook.waitForRun(5);
  });

  await test.step('the table is sorted by a click, both ways', async () => {
    await panel.root
      .locator('.jp-MLTrack-foot')
      .getByRole('button', { name: 'Open as table' })
      .click();
    const table = new Table(page);
    await expect(table.grid).toBeVisible();
    await table.head('lr').click();
    await expect(table.head('lr')).toHaveAttribute('aria-sort', /./);
    const values = () => table.column('params.lr');
    const sorted = ['0.1', '0.2', '0.3', '0.4', '0.5'];
    await expect(table.head('lr')).not.toHaveAttribute('aria-sort', 'none');
    const first = await table.head('lr').getAttribute('aria-sort');
    await expect
      .poll(values)
      .toEqual(first === 'ascending' ? sorted : [...sorted].reverse());
    await table.head('lr').click();
    await expect
      .poll(values)
      .toEqual(first === 'ascending' ? [...sorted].reverse() : sorted);
  });

  const comparison = page.getByRole('grid', { name: 'Compared runs' });
  await test.step('two runs are compared: only what differs is shown', async () => {
    await panel.runs.nth(0).click();
    await panel.runs.nth(2).click({ modifiers: ['Control'] });
    await panel.root.getByRole('button', { name: 'Compare 2' }).click();
    const row = (name: string) =>
      comparison.getByRole('rowheader', { name, exact: true });
    await expect(row('lr')).toBeVisible();
    await expect(row('depth')).toHaveCount(0);
    await page.getByLabel('Only differences').uncheck();
    await expect(row('depth')).toBeVisible();
    await page.getByLabel('Only differences').check();
    await expect(row('depth')).toHaveCount(0);
  });

  await test.step('the curves of both are drawn', async () => {
    await page.getByRole('tab', { name: 'Curves' }).click();
    const traces = page.locator('.jp-MLTrack-curve .scatterlayer .trace');
    await expect(traces).toHaveCount(2, { timeout: 60_000 });
    await page.getByRole('tab', { name: 'Table', exact: true }).click();
  });

  await test.step('a reload brings panel and comparison back', async () => {
    await execute(page, 'docmanager:save-all');
    // The workspace is saved a moment after its last change.
    await page.waitForTimeout(2000);
    await page.reload();
    await expect(panel.runs).toHaveCount(5, { timeout: 60_000 });
    await expect(comparison.getByText('lr', { exact: true })).toBeVisible();
    await expect(
      panel.root.getByRole('combobox', { name: 'Experiment' })
    ).toHaveValue(/\d/);
  });

  await test.step('a run whose kernel is killed is lost within five seconds', async () => {
    await page.notebook.activate('spine.ipynb');
    await startCell(page, 5);
    await expect(panel.runs).toHaveCount(6);
    await expect(
      panel.runs.first().locator('[data-status=running]')
    ).toBeVisible();
    const [{ id }] = await rowsOf(page, EXPERIMENT);
    const pid = await page.evaluate(async run => {
      const answer = await fetch(`/mltrack/api/runs/${run}`);
      return (await answer.json()).run.process.pid as number;
    }, id);
    process.kill(pid, 'SIGKILL');
    await expect(panel.runs.first().locator('[data-status=lost]')).toBeVisible({
      timeout: 5000
    });
    await expect(cellLine(page, 5)).toHaveAttribute('data-status', 'lost');
  });

  await test.step('the kernel that takes its place tracks again', async () => {
    const told = page.getByRole('dialog');
    await told.getByRole('button', { name: 'Ok' }).click();
    await page.notebook.runCell(0, true);
    await page.notebook.runCell(1, true);
    await expect(panel.runs).toHaveCount(7);
    await expect(
      panel.runs.first().locator('[data-status=finished]')
    ).toBeVisible();
  });

  await test.step('from a run to its cell', async () => {
    // Also where the notebook is closed.
    await execute(page, 'docmanager:save-all');
    await execute(page, 'application:close');
    await expect(page.locator('.jp-Notebook')).toHaveCount(0);
    await panel.runs.first().click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Go to Cell of Run' }).click();
    await expect(page.locator('.jp-Notebook .jp-Cell').nth(1)).toHaveClass(
      /jp-mod-active/
    );
  });
});
