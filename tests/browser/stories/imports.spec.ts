import { expect, IJupyterLabPageFixture, test } from '@jupyterlab/galata';
import type { Locator } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { execute, Panel, rowsOf, script, Table } from './world';

/** What a colleague calls things; another try finds those of the one before in the store. */
let EXPERIMENT = 'carols runs';
let MODEL = 'carols-model';

// eslint-disable-next-line no-empty-pattern
test.beforeEach(({}, { retry, repeatEachIndex }) => {
  EXPERIMENT = `carols runs ${retry}.${repeatEachIndex}`;
  MODEL = `carols-model-${retry}-${repeatEachIndex}`;
});

// Other stories begin without models.
test.afterEach(async ({ page }) => {
  await page.evaluate(async model => {
    await fetch(`/mltrack/api/registry/models/${model}`, { method: 'DELETE' });
  }, MODEL);
});

/** A colleague: a store with runs and a registered model, and two files that they exported. Gives a file's bytes. */
async function colleague(
  page: IJupyterLabPageFixture,
  folder: string
): Promise<Buffer> {
  const root = await script(
    page,
    `
import os
from sklearn.linear_model import LogisticRegression
from jupyter_mltrack.tracking import start
from jupyter_mltrack.tracking.api import open_for_tracking
from jupyter_mltrack.registry import Person, register
os.chdir(${JSON.stringify(folder)})
X, y = [[0.0], [1.0], [2.0], [3.0]], [0, 0, 1, 1]
with open_for_tracking(__import__("pathlib").Path("carol/.mltrack")) as store:
    for lr in (0.1, 0.01, 0.001):
        with start(store, ${JSON.stringify(EXPERIMENT)}, f"<b>lr</b> {lr}", params={"lr": lr}, user="carol") as run:
            for step in range(5):
                run.log(loss=lr / (step + 1), step=step)
            run.log(accuracy=0.9)
            run.log_model(LogisticRegression().fit(X, y), "clf", example=X)
    register(store, run.id, ${JSON.stringify(MODEL)}, by=Person("carol"))
mltrack.export(1, store="carol")
mltrack.export("${MODEL}/1", with_run=True, store="carol")
open("broken.mltrack", "wb").write(open("run-1.mltrack", "rb").read()[:500])
print(os.getcwd())`
  );
  return readFileSync(`${root.trim()}/${MODEL}-1.mltrack`);
}

/** The dialog of an import. */
class ImportDialog {
  constructor(private readonly _page: IJupyterLabPageFixture) {
    this.root = _page.locator('.jp-MLTrack-importDialog');
    this.runs = this.root.getByRole('listbox', { name: 'Runs in it' });
    this.versions = this.root.getByRole('listbox', {
      name: 'Model versions in it'
    });
  }

  readonly root: Locator;
  readonly runs: Locator;
  readonly versions: Locator;

  button(name: string | RegExp): Locator {
    return this.root.getByRole('button', { name, exact: true });
  }

  /** Choose a file or a folder with JupyterLab's own dialog. */
  async browse(...path: string[]): Promise<void> {
    await this.button('File or folder on the server…').press('Enter');
    const files = this._page.locator('.jp-Dialog .jp-Open-Dialog');
    const entry = (name: string) =>
      files.locator('.jp-DirListing-itemText').getByText(name, { exact: true });
    for (const folder of path.slice(0, -1)) {
      await entry(folder).dblclick();
    }
    await entry(path[path.length - 1]).click();
    await this._page
      .locator('.jp-Dialog')
      .getByRole('button', { name: 'Select' })
      .click();
    await expect(files).toHaveCount(0);
  }
}

test('a colleague’s run and model are imported, once', async ({
  page,
  tmpPath
}) => {
  const file = await colleague(page, tmpPath);
  const panel = new Panel(page);
  const models = page.locator('.jp-MLTrack-modelsSection');
  const dialog = new ImportDialog(page);
  await panel.open();

  await test.step('a run comes from a file in a folder of the server', async () => {
    await page.getByRole('button', { name: 'Import runs of a' }).click();
    await dialog.browse(tmpPath, 'run-1.mltrack');
    await expect(dialog.root).toContainText('Nothing has been written yet');
    // What its maker wrote stays text.
    await expect(dialog.runs.getByRole('option')).toContainText(
      'run 1 <b>lr</b> 0.1'
    );
    await expect(dialog.runs.getByRole('option')).toContainText('by carol');
    expect(await rowsOf(page, EXPERIMENT)).toEqual([]);
    await dialog.button('Import 1 run').click();
    await expect(dialog.root).toContainText('Imported: 1 run');
    // The keyboard is put there a moment after it can be seen.
    await expect(dialog.button('Close')).toBeFocused();
    await dialog.button(/^run \d+ <b>lr<\/b> 0\.1$/).press('Enter');
    await expect(dialog.root).toHaveCount(0);
    await expect(page.getByRole('article', { name: /^Run \d+/ })).toContainText(
      'carol'
    );
    await panel.choose(EXPERIMENT);
    await expect(panel.run('<b>lr</b> 0.1')).toBeVisible();
  });

  await test.step('a model version is sent to the server, with its run', async () => {
    await page.getByRole('button', { name: 'Import models of a' }).click();
    const chooser = page.waitForEvent('filechooser');
    await dialog.button('Upload a file…').click();
    await (
      await chooser
    ).setFiles({
      name: `${MODEL}-1.mltrack`,
      mimeType: 'application/octet-stream',
      buffer: file
    });
    await expect(dialog.versions.getByRole('option')).toContainText(
      `${MODEL} v1`
    );
    await dialog.button('Import 1 run and 1 model version').click();
    await expect(dialog.root).toContainText(
      'Imported: 1 run and 1 model version'
    );
    await dialog.button('Close').click();
    const line = models.getByRole('button', { name: MODEL });
    await expect(line).toContainText('v1');
    await line.click();
    const version = page
      .getByRole('article', { name: `Model ${MODEL}` })
      .getByRole('listitem', { name: 'Version 1', exact: true });
    await expect(version).toContainText('registered');
  });

  await test.step('a whole store: what is here already stays once', async () => {
    await execute(page, 'mltrack:show-panel');
    // Not to wait for the end of the command: the dialog is a part of it.
    await page.evaluate(() => {
      void window.jupyterapp.commands.execute('mltrack:import-runs');
    });
    await dialog.browse(tmpPath, 'carol');
    await expect(dialog.root).toContainText('3 runs and 1 model version');
    await expect(dialog.button('Import')).toBeDisabled();
    await expect(dialog.runs).toBeFocused();
    await expect(dialog.runs.getByRole('option').first()).toContainText(
      'here as run'
    );
    await page.keyboard.press('Space');
    await page.keyboard.press('End');
    await page.keyboard.press('Shift+Space');
    await page.keyboard.press('Enter');
    await expect(dialog.root).toContainText('Imported: 1 run');
    await expect(dialog.root).toContainText(
      'Here already, left as it was: 2 runs'
    );
    await dialog.button('Close').press('Enter');
    const rows = await rowsOf(page, EXPERIMENT);
    expect(rows.map(row => row.name).sort()).toEqual([
      '<b>lr</b> 0.001',
      '<b>lr</b> 0.01',
      '<b>lr</b> 0.1'
    ]);
    await execute(page, 'mltrack:open-runs', { experiment: EXPERIMENT });
    const table = new Table(page);
    await expect(table.grid.getByText('<b>lr</b> 0.001')).toBeVisible();
  });

  await test.step('a file that is not whole is refused, and Escape leaves', async () => {
    await page.evaluate(path => {
      void window.jupyterapp.commands.execute('mltrack:import-models', {
        path
      });
    }, `${tmpPath}/broken.mltrack`);
    await expect(dialog.root.getByRole('alert')).toContainText(
      'Nothing was changed'
    );
    await expect(dialog.root.locator(':focus')).toHaveCount(1);
    await page.keyboard.press('Escape');
    await expect(dialog.root).toHaveCount(0);
  });
});
