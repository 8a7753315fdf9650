import { expect, galata, test } from '@jupyterlab/galata';
import { cellLine, notebook, Panel, threeRuns } from './world';

test.use({
  appPath: '',
  autoGoto: false,
  // eslint-disable-next-line no-empty-pattern
  waitForApplication: async ({}, use) => {
    await use(async page => {
      await page.locator('#main-panel').waitFor();
    });
  }
});

test('Notebook 7 shows the panel, the line under a cell, and a run beside it', async ({
  page,
  request,
  tmpPath
}) => {
  const contents = galata.newContentsHelper(request);
  await contents.uploadContent(
    notebook([
      '%%track --experiment seven\nlr = 0.1\nfor step in range(3):\n    loss = lr / (step + 1)'
    ]),
    'text',
    `${tmpPath}/seven.ipynb`
  );
  await page.goto(`notebooks/${tmpPath}/seven.ipynb`);
  await expect(page.locator('.jp-Notebook .jp-Cell')).toBeVisible();
  await expect(
    page
      .locator('.jp-NotebookKernelStatus, .jp-Notebook-ExecutionIndicator')
      .first()
  ).toBeVisible();
  await threeRuns(page, 'other');
  await page.getByRole('menuitem', { name: 'View' }).click();
  await page.locator('.lm-Menu-item', { hasText: 'Left Sidebar' }).click();
  await page.getByRole('menuitem', { name: 'Show MLTrack' }).click();
  const panel = new Panel(page);
  await expect(panel.root).toBeVisible();
  await page.locator('.jp-Notebook .jp-Cell').click();
  await page.keyboard.press('Control+Enter');
  await expect(cellLine(page, 0)).toContainText('loss 0.0333');
  await panel.choose('seven');
  await expect(panel.runs).toHaveCount(1);
  await cellLine(page, 0).getByRole('button', { name: 'details' }).click();
  await expect(page.getByRole('article')).toContainText('lr');
});
