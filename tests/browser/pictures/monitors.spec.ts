import { expect, test } from '@jupyterlab/galata';
import * as path from 'node:path';
import { becomes, execute, Panel, script } from '../stories/world';

const IMAGES = path.resolve(__dirname, '../../../docs/images');

/** Five weeks of daily files: people grow older, a column is missing for two days, the model does worse at the end. */
const WATCHED = `
import pathlib
import numpy as np
import pandas as pd
rng = np.random.default_rng(11)
folder = pathlib.Path("log")
folder.mkdir()

def day(number, rows=600, older=0.0, wrong=False):
    age = rng.normal(34 + older, 9, rows)
    usage = rng.normal(size=rows)
    score = 1 / (1 + np.exp(-(usage + 0.05 * (age - 34))))
    start = pd.Timestamp("2026-03-01", tz="UTC") + pd.Timedelta(days=number)
    return pd.DataFrame({
        "time": start + pd.to_timedelta(np.sort(rng.random(rows)) * 86000, unit="s"),
        "customer": [f"{number}-{at}" for at in range(rows)],
        "age": age,
        "usage": usage,
        "income": rng.lognormal(10, 0.4, rows),
        "tenure": rng.exponential(20, rows),
        "city": rng.choice(["Berlin", "Paris", "Rome", "Oslo"], rows,
                           p=[0.3, 0.3, 0.2, 0.2] if older else [0.5, 0.3, 0.15, 0.05]),
        "plan": rng.choice(["basic", "plus"], rows),
        "score": score,
        "left": (rng.random(rows) < (score / 2 if wrong else score)).astype(int),
    })

pd.concat([day(-number) for number in range(1, 8)]).to_parquet("before.parquet")
for number in range(35):
    table = day(number, older=6 if number >= 31 else 0, wrong=number >= 32)
    if number in (19, 20):
        table = table.drop(columns="tenure")
    table.to_csv(folder / f"{number:03d}.csv", index=False)
common = dict(time="time", chunk="1 day", key="customer", reference="before.parquet", every="1 day")
mltrack.monitor("churn", "log/*.csv", scores="score", label="left", task="binary", **common).run()
for number in range(12):
    day(number).to_csv(f"calm{number:03d}.csv", index=False)
mltrack.monitor("newsletter", "calm*.csv", **common).run()
`;

test('pictures of monitors', async ({ page }) => {
  await becomes(page, 'ada');
  await script(page, WATCHED);
  const picture = (name: string) =>
    page.screenshot({ path: path.join(IMAGES, `${name}.png`) });
  const root = page.getByRole('article', { name: 'Monitor churn' });
  const scrolled = (pixels: number) =>
    page
      .locator('.jp-MLTrack-monitorPage:visible')
      .evaluate((node, to) => (node.scrollTop = to), pixels);
  await execute(page, 'apputils:change-theme', { theme: 'JupyterLab Light' });
  await new Panel(page).open();
  await execute(page, 'mltrack:show-monitors');
  await page.sidebar.setWidth(280, 'left');
  // The other sections are folded: this is about monitors.
  for (const title of ['Runs', 'Models']) {
    await page
      .locator('.lm-AccordionPanel-title', { hasText: title })
      .first()
      .click();
  }
  await execute(page, 'mltrack:open-monitor', { monitor: 'churn' });
  await expect(root.getByRole('grid')).toBeVisible();
  await root.getByRole('columnheader').last().click();
  await page.mouse.move(640, 790);
  await expect(page.locator('.Toastify__toast')).toHaveCount(0);
  await page.waitForTimeout(1000);
  await picture('monitor-page');

  await root.getByRole('rowheader', { name: 'age', exact: true }).click();
  await expect(root.locator('.js-plotly-plot').first()).toBeVisible();
  await scrolled(470);
  await page.waitForTimeout(2500);
  await picture('monitor-column');

  await page.theme.setDarkTheme();
  await execute(page, 'mltrack:open-monitor', {
    monitor: 'churn',
    tab: 'performance'
  });
  await expect(root.locator('.js-plotly-plot').first()).toBeVisible();
  await page.waitForTimeout(2500);
  await picture('monitor-performance');

  await execute(page, 'mltrack:open-alerts');
  await page.getByRole('button', { name: 'Show its story' }).first().click();
  await page.waitForTimeout(1000);
  await picture('monitor-alerts');
});
