import { expect, test } from '@jupyterlab/galata';
import {
  cellLine,
  execute,
  openNotebook,
  Panel,
  rowsOf,
  script,
  Table,
  threeRuns
} from './world';

test('name, tags and note are changed where they stand', async ({ page }) => {
  const experiment = 'edit';
  await threeRuns(page, experiment);
  const panel = new Panel(page);
  await panel.open();
  await panel.choose(experiment);
  await expect(panel.runs).toHaveCount(3);

  await panel.run('model-2').click();
  await page.keyboard.press('F2');
  await page.keyboard.type('renamed');
  await page.keyboard.press('Enter');
  await expect(panel.run('renamed')).toBeVisible();

  await panel.run('renamed').dblclick();
  const run = page.getByRole('article');
  await run.getByLabel('Add a tag: key = value').fill('stage = dev');
  await page.keyboard.press('Enter');
  await expect(run.getByText('stage = dev')).toBeVisible();
  await run.getByRole('textbox', { name: 'Note' }).fill('the best so far');
  await page.keyboard.press('Control+Enter');
  await expect
    .poll(async () => (await rowsOf(page, experiment))[0])
    .toMatchObject({
      name: 'renamed',
      tags: { stage: 'dev' },
      note: 'the best so far'
    });

  await run.getByRole('button', { name: 'Remove the tag stage' }).click();
  await expect(run.getByText('stage = dev')).toHaveCount(0);
  await expect
    .poll(async () => (await rowsOf(page, experiment))[0].tags)
    .toEqual({});
});

test('what is deleted comes back by Undo', async ({ page }) => {
  const experiment = 'trash';
  await threeRuns(page, experiment);
  const panel = new Panel(page);
  await panel.open();
  await panel.choose(experiment);
  await expect(panel.runs).toHaveCount(3);
  await panel.run('model-0').click();
  await panel.run('model-1').click({ modifiers: ['Shift'] });
  await page.keyboard.press('Delete');
  await expect(panel.runs).toHaveCount(1);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(panel.runs).toHaveCount(3);
  expect(await panel.names()).toEqual(['model-2', 'model-1', 'model-0']);
});

test('runs are found by words and by conditions, and a mistake is explained', async ({
  page
}) => {
  const experiment = 'search';
  await threeRuns(page, experiment);
  const panel = new Panel(page);
  await panel.open();
  await panel.choose(experiment);
  await expect(panel.runs).toHaveCount(3);
  const box = panel.root.getByLabel('Search or filter runs');
  await box.fill('model-1');
  await expect(panel.runs).toHaveCount(1);
  await box.fill('metrics.accuracy > 0.75');
  await expect(panel.runs).toHaveCount(2);
  await box.fill('metrics.accuracy >');
  await expect(panel.root.getByRole('alert')).toBeVisible();
  await expect(panel.runs).toHaveCount(2);
  await box.fill('no such run');
  await expect(panel.root.getByText('No run matches.')).toBeVisible();
  await panel.root.getByRole('button', { name: 'Show all runs' }).click();
  await expect(panel.root.getByText('No run matches.')).toHaveCount(0);
});

test('everything works without a mouse', async ({ page }) => {
  const experiment = 'keys';
  await threeRuns(page, experiment);
  const panel = new Panel(page);
  await panel.open();
  await panel.choose(experiment);
  await expect(panel.runs).toHaveCount(3);
  await panel.list.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  const compare = panel.root.getByRole('button', { name: 'Compare 2' });
  await expect(compare).toBeEnabled();
  await page.keyboard.press('Tab');
  await expect(compare).toBeFocused();
  await page.keyboard.press('Enter');
  const tab = page.getByRole('tab', { name: 'Table', exact: true });
  await expect(tab).toBeVisible();
  await tab.focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Curves' })).toHaveAttribute(
    'aria-selected',
    'true'
  );

  await panel.list.focus();
  await page.keyboard.press('Escape');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('article')).toContainText('model-0');

  await execute(page, 'mltrack:open-runs', { experiment });
  const table = new Table(page);
  await expect(table.grid).toBeVisible();
  await table.grid.locator('[tabindex="0"]').first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(
    table.grid.locator('[role=row][aria-selected=true]')
  ).toHaveCount(1);
});

test('names and values of strangers are text, never markup', async ({
  page
}) => {
  const experiment = '<b>markup</b>';
  const dialogs: string[] = [];
  page.on('dialog', dialog => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await script(
    page,
    `
evil = "<img src=x onerror=alert(1)><script>alert(2)</script>"
for value in (1, 2):
    with mltrack.run("${experiment}", name=evil, params={"p": evil + str(value), evil: value}, tags={"t": evil}, note=evil) as run:
        run.log(**{"accuracy": value})
`
  );
  const panel = new Panel(page);
  await panel.open();
  await panel.choose(experiment);
  await expect(panel.runs).toHaveCount(2);
  const ids = (await rowsOf(page, experiment)).map(({ id }) => id);
  await execute(page, 'mltrack:open-runs', { experiment });
  await execute(page, 'mltrack:open-run', { run: ids[0] });
  await expect(page.getByRole('article')).toContainText('onerror=alert(1)');
  await execute(page, 'mltrack:compare', { runs: ids });
  await expect(page.getByRole('grid', { name: 'Compared runs' })).toContainText(
    'onerror=alert(1)'
  );
  await expect(page.locator('.jp-MLTrack img, .jp-MLTrack script')).toHaveCount(
    0
  );
  expect(dialogs).toEqual([]);
});

test('an empty place teaches, and its button tracks a cell', async ({
  page
}) => {
  await page.route(/\/mltrack\/api\/runs\?/, route =>
    route.fulfill({
      json: { rows: [], total: 0, running: 0, seq: 1 }
    })
  );
  const panel = new Panel(page);
  await panel.open();
  await expect(panel.root.getByText('No runs yet')).toBeVisible();
  await page.notebook.createNew('empty.ipynb');
  await page.notebook.setCell(0, 'code', 'x = 1');
  await panel.root
    .getByRole('button', { name: 'Put %%track on the active cell' })
    .click();
  await expect
    .poll(() => page.notebook.getCellTextInput(0))
    .toBe('%%track\nx = 1');
});

test('a name is left out for good by one click, and taken back by another', async ({
  page,
  tmpPath
}) => {
  // What is decided outlives a try of this test.
  const scratch = `scratch_${Date.now()}`;
  await openNotebook(page, `${tmpPath}/veto.ipynb`, [
    `%%track --experiment veto\nlr = 0.1\n${scratch} = 7`
  ]);
  const parameters = () =>
    script(
      page,
      'print(sorted(mltrack.runs(experiment="veto")[0].params), end="")'
    );
  await page.notebook.runCell(0, true);
  await expect(cellLine(page, 0)).toHaveAttribute('data-status', 'finished');
  expect(await parameters()).toBe(`['lr', '${scratch}']`);

  const [{ id }] = await rowsOf(page, 'veto');
  await execute(page, 'mltrack:open-run', { run: id });
  await page.getByText('Captured and left out').click();
  const never = page.getByRole('button', { name: `${scratch}: never` });
  await expect(never).toHaveAttribute('aria-pressed', 'false');
  await expect(page.getByText('a value that is written in it')).toHaveCount(2);
  await never.click();
  await expect(never).toHaveAttribute('aria-pressed', 'true');

  await page.notebook.activate('veto.ipynb');
  await page.notebook.runCell(0, true);
  await expect.poll(parameters).toBe("['lr']");
  await execute(page, 'mltrack:open-run', { run: id });
  await never.click();
  await expect(never).toHaveAttribute('aria-pressed', 'false');
});
