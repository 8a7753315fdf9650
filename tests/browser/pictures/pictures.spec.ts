import { expect, IJupyterLabPageFixture, test } from '@jupyterlab/galata';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { execute, Panel } from '../stories/world';

const ROOT = path.resolve(__dirname, '../../..');
/** The second cell with a support vector machine. */
const SVC = 8;

const IMAGES = path.join(ROOT, 'docs/images');

test.use({ autoGoto: false, tmpPath: 'pictures' });

/** The quickstart as its reader sees it: every cell executed, except the one that is to fail. */
async function quickstart(page: IJupyterLabPageFixture): Promise<void> {
  const text = readFileSync(path.join(ROOT, 'binder/quickstart.ipynb'), 'utf8');
  await page.goto();
  await page.contents.uploadContent(text, 'text', 'quickstart.ipynb');
  await page.filebrowser.refresh();
  await page.notebook.open('quickstart.ipynb');
  await page.notebook.activate('quickstart.ipynb');
  const cells = JSON.parse(text).cells as { cell_type: string }[];
  for (let cell = 0; cell < cells.length; cell++) {
    if (cells[cell].cell_type === 'code') {
      await page.notebook.runCell(cell, true);
    }
    if (cell === SVC) {
      // Somebody tries another value: the line under the cell says what it did.
      const tried = (await page.notebook.getCellTextInput(cell)).replace(
        'gamma = 0.3',
        'gamma = 0.02'
      );
      await page.notebook.setCell(cell, 'code', tried);
      await page.notebook.runCell(cell, true);
    }
  }
}

test('pictures for README', async ({ page }) => {
  await quickstart(page);
  const panel = new Panel(page);
  await panel.open();
  await panel.choose('quickstart');
  await expect(panel.runs.first()).toBeVisible();
  await page.sidebar.setWidth(330, 'left');
  const shot = async (name: string) => {
    await page.mouse.move(700, 790);
    await page.waitForTimeout(800);
    await page.screenshot({ path: path.join(IMAGES, `${name}.png`) });
  };

  const show = async (theme: 'light' | 'dark') => {
    await (theme === 'dark'
      ? page.theme.setDarkTheme()
      : page.theme.setLightTheme());
    await page.notebook.activate('quickstart.ipynb');
    await page.notebook.selectCells(SVC);
    await page
      .locator('.jp-Notebook .jp-Cell')
      .nth(SVC)
      .evaluate(node => node.scrollIntoView({ block: 'center' }));
    await shot(`panel-${theme}`);
    await execute(page, 'mltrack:compare', { runs: ['8', '9'] });
    await expect(
      page.getByRole('grid', { name: 'Compared runs' })
    ).toBeVisible();
    await shot(`compare-${theme}`);
    await page.getByRole('tab', { name: 'Curves' }).click();
    await expect(page.locator('.scatterlayer .trace').first()).toBeVisible({
      timeout: 60_000
    });
    await page.waitForTimeout(1500);
    await shot(`curves-${theme}`);
    await page.getByRole('tab', { name: 'Table', exact: true }).click();
  };
  await show('light');
  await show('dark');
  await page.theme.setLightTheme();

  await execute(page, 'mltrack:open-runs', { experiment: 'quickstart' });
  await expect(page.getByRole('grid', { name: 'Runs' })).toBeVisible();
  await shot('table');
  await page.sidebar.setWidth(280, 'left');
  await page.notebook.activate('quickstart.ipynb');
  await shot('narrow');
});
