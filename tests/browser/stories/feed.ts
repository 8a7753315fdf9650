import { expect, IJupyterLabPageFixture } from '@jupyterlab/galata';
import type { Locator, Page } from '@playwright/test';
import { script } from './world';

/** A folder of daily files that a monitor watches. */
export class Feed {
  constructor(
    private readonly _page: IJupyterLabPageFixture,
    /** The folder, from that of the server. */
    readonly folder: string
  ) {}

  /**
   * Write the files of some days of March 2026.
   *
   * @param days Their numbers; the same day always has the same rows, among which
   *   chance alone raises no false alarm.
   * @param older By how many years the people are older than before.
   */
  async write(days: readonly number[], older = 0): Promise<void> {
    await script(
      this._page,
      `
import os, pathlib
import numpy as np
import pandas as pd
folder = pathlib.Path(${JSON.stringify(this.folder)})
folder.mkdir(exist_ok=True)
for day in ${JSON.stringify(days)}:
    rng = np.random.default_rng(200 + day)
    start = pd.Timestamp("2026-03-01", tz="UTC") + pd.Timedelta(days=day)
    table = pd.DataFrame({
        "time": start + pd.to_timedelta(np.sort(rng.random(500)) * 86000, unit="s"),
        "age": rng.normal(34 + ${older}, 9, 500),
        "income": rng.lognormal(10, 0.4, 500),
        "city": rng.choice(["Berlin", "Paris", "Rome"], 500, p=[0.5, 0.3, 0.2]),
    })
    # Whole at once: the monitor reads while we write.
    table.to_csv(folder / "new.part", index=False)
    os.replace(folder / "new.part", folder / f"{day:02d}.csv")
`
    );
  }
}

/** The page of a monitor. */
export class MonitorPage {
  constructor(
    readonly page: Page,
    name: string
  ) {
    this.root = page.getByRole('article', { name: `Monitor ${name}` });
    this.grid = this.root.getByRole('grid', { name: 'Columns by checks' });
    this.heads = this.grid.locator('.jp-MLTrack-heatCheck');
  }

  readonly root: Locator;
  /** The heat strip. */
  readonly grid: Locator;
  /** The heads of its checks, the oldest first. */
  readonly heads: Locator;

  /** The cell of a column in a check. */
  cell(column: string, check: string): Locator {
    return this.grid.getByRole('gridcell', {
      name: new RegExp(`^${column}, ${check}:`)
    });
  }

  tab(name: string | RegExp): Locator {
    return this.root.getByRole('tab', { name });
  }

  /** Wait until a check was made, and expect that it ended so. */
  async expectCheck(label: string, verdict: string): Promise<void> {
    const head = this.grid.getByRole('columnheader', {
      name: new RegExp(`^${label}:`)
    });
    await expect(head).toHaveAttribute('data-verdict', verdict, {
      timeout: 60_000
    });
  }
}
