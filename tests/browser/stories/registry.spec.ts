import { expect, test } from '@jupyterlab/galata';
import type { Locator, Page } from '@playwright/test';
import {
  becomes,
  execute,
  openNotebook,
  Panel,
  rowsOf,
  windowOf
} from './world';

const EXPERIMENT = 'leavers';
const MODEL = 'churn';

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

/** A cell that trains a model, which `%%track` keeps. */
function training(C: number): string {
  return `%%track --experiment ${EXPERIMENT}
C = ${C}
model = LogisticRegression(C=C).fit(X[:200], y[:200])
accuracy = model.score(X[200:], y[200:])`;
}

/** The page of the model. */
class ModelPage {
  constructor(readonly page: Page) {
    this.root = page.getByRole('article', { name: `Model ${MODEL}` });
    this.production = this.root.getByRole('region', {
      name: 'production',
      exact: true
    });
  }

  readonly root: Locator;
  readonly production: Locator;

  tab(name: string | RegExp): Locator {
    return this.root.getByRole('tab', { name });
  }

  version(number: number): Locator {
    return this.root.getByRole('listitem', {
      name: `Version ${number}`,
      exact: true
    });
  }

  /** Ask that a version goes to production. */
  async request(number: number, why: string): Promise<void> {
    await this.tab(/Versions/).click();
    await this.version(number)
      .getByRole('button', { name: 'to a stage' })
      .click();
    await this.page
      .getByRole('menuitem', { name: 'Request production…' })
      .click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('textbox').fill(why);
    await dialog.getByRole('button', { name: 'Send request' }).click();
  }
}

/** The page of a request. */
class RequestPage {
  constructor(page: Page, version: number) {
    const name = `Request for version ${version} of ${MODEL}`;
    this.root = page
      .locator('.jp-MLTrack-requestPage')
      .filter({ has: page.getByRole('article', { name }) });
    this.approve = this.root.getByRole('button', { name: 'Approve' });
    this.words = this.root.getByRole('textbox', { name: 'Comment or reason' });
    this.status = this.root.locator('.jp-MLTrack-requestStatus');
  }

  readonly root: Locator;
  readonly approve: Locator;
  readonly words: Locator;
  readonly status: Locator;
}

test('two people bring models to production, and one back', async ({
  page,
  browser,
  tmpPath
}) => {
  test.setTimeout(180_000);
  await becomes(page, 'ada');
  const panel = new Panel(page);
  const models = page.locator('.jp-MLTrack-modelsSection');
  const model = new ModelPage(page);
  await panel.open();
  await expect(models).toContainText('No models yet');

  await test.step('two cells train, and what they train is kept', async () => {
    await openNotebook(page, `${tmpPath}/churn.ipynb`, [
      `from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression
X, y = make_classification(300, 5, flip_y=0.2, random_state=3)`,
      training(0.0001),
      training(1)
    ]);
    for (const cell of [0, 1, 2]) {
      await page.notebook.runCell(cell, true);
    }
    await panel.choose(EXPERIMENT);
    await expect(panel.runs).toHaveCount(2);
    for (const { id } of await rowsOf(page, EXPERIMENT)) {
      await expect
        .poll(() =>
          page.evaluate(async run => {
            const answer = await fetch(`/mltrack/api/runs/${run}`);
            return (await answer.json()).run.saved.length as number;
          }, id)
        )
        .toBe(1);
    }
  });

  /** Register the run at a place of the panel's list. */
  const register = async (place: number) => {
    await panel.runs.nth(place).click();
    await panel.root.getByRole('button', { name: 'Register' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox').first().fill(MODEL);
    await dialog.getByRole('button', { name: 'Register' }).click();
    await expect(dialog).toHaveCount(0);
  };

  await test.step('the first run is registered from the panel', async () => {
    await register(1);
    const line = models.getByRole('button', { name: MODEL });
    await expect(line).toContainText('v1');
    await line.click();
    await expect(model.version(1)).toContainText('registered');
    await expect(model.version(1)).toContainText('ada');
  });

  await test.step('the version is verified and commented without a mouse', async () => {
    const version = model.version(1);
    await version.getByRole('button', { name: /^Verify/ }).press('Enter');
    const verify = version.getByRole('button', { name: 'Verify', exact: true });
    await verify.press('Enter');
    await expect(page.getByRole('menu')).toBeVisible();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    const found = version.getByRole('list', { name: 'Verifications' });
    await expect(found).toContainText('predictions are the same');
    await expect(found).toContainText('ada, just now');
    const edges = (part: string) =>
      found.locator(part).evaluate(node => {
        // Of what is in it: text may be wider than its box.
        const range = document.createRange();
        range.selectNodeContents(node);
        const { left, right } = range.getBoundingClientRect();
        return { left, right };
      });
    expect((await edges('.jp-MLTrack-verifiedMark')).right).toBeLessThan(
      (await edges('.jp-MLTrack-verifyReason')).left
    );
    await expect(verify).toBeFocused();
    await version
      .getByRole('button', { name: 'Comment on version 1' })
      .press('Enter');
    const field = version.getByRole('textbox', { name: 'Comment on version' });
    await field.fill('Trained on **May** alone.');
    await field.press('Control+Enter');
    await expect(version.locator('.jp-MLTrack-said')).toContainText(
      'Trained on May alone.'
    );
  });

  await test.step('a rule names the reviewer of production', async () => {
    await model.tab('Rules').click();
    const rule = model.root.getByRole('group', { name: 'production' });
    await rule.getByLabel('A rule of this model’s own').check();
    await rule.getByLabel('Protected').check();
    const reviewers = rule.getByLabel('Reviewers', { exact: true });
    const save = model.root.getByRole('button', { name: 'Save rules' });
    const asked = page.getByRole('dialog');
    await reviewers.fill('adda');
    await save.click();
    await expect(asked).toContainText(
      'adda has not been here yet. If it is a typing mistake, nobody can approve in its name. Did you mean ada?'
    );
    await page.keyboard.press('Escape');
    await expect(asked).toBeHidden();
    await reviewers.fill('bob');
    await save.click();
    await expect(asked).toContainText('bob has not been here yet');
    await asked.getByRole('button', { name: 'Add anyway' }).click();
    await expect(save).toBeDisabled();
  });

  await test.step('who asks cannot approve, and sees why', async () => {
    await model.request(1, 'the first one that works');
    await model.root.getByRole('button', { name: 'Open request' }).click();
    const mine = new RequestPage(page, 1);
    await expect(mine.approve).toBeDisabled();
    await expect(mine.root).toContainText('somebody else has to approve it');
    await expect(mine.root).toContainText('Evidence frozen');
  });

  const bob = await windowOf(browser, page, 'bob');
  /** Bob goes from the bell to the request, and approves. */
  const approve = async (version: number, words: string) => {
    await bob.getByRole('button', { name: '1 request waits for you' }).click();
    const section = bob.locator('.jp-MLTrack-modelsSection');
    await section
      .getByRole('list', { name: 'Requests that wait for you' })
      .getByRole('button')
      .click();
    const review = new RequestPage(bob, version);
    await expect(review.approve).toBeInViewport();
    await review.words.fill(words);
    await review.approve.click();
    await expect(review.status).toHaveText('approved');
    await expect(
      bob.getByRole('button', { name: 'request waits for you' })
    ).toHaveCount(0);
    return review;
  };

  await test.step('the reviewer sees the bell, approves, and production changes in both windows', async () => {
    await approve(1, 'go ahead');
    await execute(page, 'mltrack:open-model', { model: MODEL });
    await expect(model.production).toContainText('production v1');
    await expect(model.production).toContainText('by bob');
    await expect(model.version(1).getByRole('list')).toContainText(
      'production'
    );
  });

  await test.step('the second version goes the same way, with evidence', async () => {
    await page.notebook.activate('churn.ipynb');
    await register(0);
    await execute(page, 'mltrack:open-model', { model: MODEL });
    await expect(model.version(2)).toBeVisible();
    await model.request(2, 'more accurate');
    const review = await approve(2, 'better by far');
    const metrics = review.root.getByRole('table', {
      name: 'Metrics of both versions'
    });
    await expect(metrics).toContainText(/(better|worse|the same)/);
    const parameters = review.root.getByRole('table', { name: 'Parameters' });
    await expect(parameters).toContainText('0.0001');
    await expect(review.root).toContainText('better by far');
    // Live, without anything done in this window.
    await expect(model.production).toContainText('production v2');
  });

  await test.step('the reviewer answers a comment, and sets a rule for all models', async () => {
    await execute(bob, 'mltrack:open-model', { model: MODEL });
    const theirs = new ModelPage(bob).version(1);
    await theirs.getByRole('button', { name: '1 comment' }).click();
    await expect(
      theirs.getByRole('button', { name: 'Delete your comment' })
    ).toHaveCount(0);
    const field = theirs.getByRole('textbox', { name: 'Comment on version' });
    await field.fill('And June?');
    await theirs.getByRole('button', { name: 'Comment', exact: true }).click();
    // Live, in the window of whoever began.
    await model.version(1).getByRole('button', { name: '2 comments' }).click();
    await expect(model.version(1)).toContainText('And June?');
    await execute(bob, 'mltrack:open-rules');
    const rules = bob.getByRole('form', { name: 'Rules of the whole store' });
    const staging = rules.getByRole('group', { name: 'staging' });
    await staging.getByLabel('Most versions in it').fill('0');
    await expect(staging.getByRole('alert')).toContainText('from 1 on');
    await staging.getByLabel('Most versions in it').fill('2');
    await rules.getByLabel('Why').fill('two can be tried at a time');
    await rules.getByRole('button', { name: 'Save rules' }).click();
    await expect(
      bob.getByRole('region', { name: 'How the rules came to be' }).last()
    ).toContainText('two can be tried at a time');
    await model.tab('Rules').click();
    await expect(model.root).toContainText(
      'As everywhere in this store: at most 2 versions; no approval needed.'
    );
    await model.tab(/Versions/).click();
  });

  await test.step('a rollback says what it will do, and does it', async () => {
    const back = model.production.getByRole('button', {
      name: 'Roll back to v1'
    });
    await expect(back).toHaveAccessibleDescription(
      /Version 1 comes back to production, and version 2 goes to archived/
    );
    await model.production
      .getByRole('textbox', { name: 'Why it is rolled back' })
      .fill('errors since noon');
    await back.click();
    await expect(model.production).toContainText('production v1');
    await expect(model.version(1)).toContainText('back to production');
  });

  await test.step('the time slider is right at each past moment', async () => {
    await model.tab('History').click();
    await expect(model.root).toContainText('The history is whole');
    const slider = model.root.getByRole('slider');
    const then = model.root.locator('.jp-MLTrack-thenWords');
    await slider.focus();
    await page.keyboard.press('Home');
    await expect(then).toContainText('no version was in production');
    const seen: string[] = [];
    const last = Number(await slider.getAttribute('max'));
    for (let at = 0; at <= last; at++) {
      await expect(slider).toHaveValue(String(at));
      await expect(slider).toHaveAttribute('aria-busy', 'false');
      const words = (await then.textContent())!.replace(/^.*: /, '');
      if (words !== seen[seen.length - 1]) {
        seen.push(words);
      }
      await page.keyboard.press('ArrowRight');
    }
    expect(seen).toEqual([
      'no version was in production.',
      'version 1 was in production.',
      'version 2 was in production.',
      'version 1 was in production.'
    ]);
    const history = model.root.getByRole('table');
    await expect(history).toContainText('errors since noon');
    await expect(history).toContainText('rolled production back to version 1');
  });
  await bob.context().close();

  await test.step('a reload brings the page back', async () => {
    await execute(page, 'docmanager:save-all');
    // The workspace is saved a moment after its last change.
    await page.waitForTimeout(2000);
    await page.reload();
    await expect(model.tab('History')).toHaveAttribute(
      'aria-selected',
      'true',
      { timeout: 60_000 }
    );
    await expect(model.production).toContainText('production v1');
  });
});
