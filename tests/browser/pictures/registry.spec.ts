import { expect, test } from '@jupyterlab/galata';
import * as path from 'node:path';
import { becomes, execute, script, windowOf } from '../stories/world';

const IMAGES = path.resolve(__dirname, '../../../docs/images');

/** Four runs whose models grow better; all of them are versions of one model. */
const TRAINED = `
from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression
import pandas as pd
X, y = make_classification(1200, 5, flip_y=0.15, class_sep=0.6, random_state=2)
X = pd.DataFrame(X, columns=["age", "tenure", "calls", "bill", "support"])
for C, columns in ((0.0003, 2), (0.003, 3), (0.03, 4), (1.0, 5)):
    with mltrack.run("churn", name=f"logistic-{columns}", params={"C": C, "columns": columns}) as run:
        some = X.iloc[:, :columns]
        model = LogisticRegression(C=C).fit(some[:800], y[:800])
        run.log(accuracy=model.score(some[800:], y[800:]))
        run.log_model(model, "clf", example=some[:5])
for number in (1, 2, 3, 4):
    mltrack.register(number, "churn")
`;

test('pictures of the registry', async ({ page, browser }) => {
  await script(page, TRAINED);
  await becomes(page, 'ada');
  const bob = await windowOf(browser, page, 'bob');
  const send = (
    from: typeof bob | typeof page,
    method: string,
    address: string,
    body: object
  ) =>
    from.evaluate(
      async ({ how, where, what }) => {
        const answer = await fetch(`/mltrack/api/registry/${where}`, {
          method: how,
          body: JSON.stringify(what)
        });
        return answer.json();
      },
      { how: method, where: address, what: body }
    );
  const stage = (version: number, to: string, reason: string) =>
    send(page, 'POST', `models/churn/versions/${version}/stage`, {
      stage: to,
      reason
    });
  await send(page, 'PATCH', 'models/churn', {
    description: 'Who will leave within three months.',
    tags: { team: 'retention' }
  });
  await stage(1, 'staging', 'to be tried');
  await stage(1, 'production', 'the first one that works');
  await stage(2, 'staging', 'with calls');
  await send(page, 'PUT', 'models/churn/rules', {
    rules: [
      { stage: 'production', most: 1, protected: true, reviewers: ['bob'] }
    ]
  });
  const ask = async (version: number, reason: string) => {
    const answer = await send(page, 'POST', 'requests', {
      version: `churn/${version}`,
      stage: 'production',
      reason
    });
    return answer.row.request.id as string;
  };
  const first = await ask(3, 'Better since it knows the bill.');
  await send(bob, 'POST', `requests/${first}/decisions`, {
    kind: 'approve',
    text: 'Agreed.'
  });
  await send(page, 'PUT', 'models/churn/aliases/champion', { version: 3 });
  await ask(4, 'Better again: what the support hears is in it.');

  await bob.setViewportSize({ width: 1280, height: 800 });
  await execute(bob, 'apputils:change-theme', { theme: 'JupyterLab Light' });
  await execute(bob, 'mltrack:show-models');
  await execute(bob, 'mltrack:open-request');
  const no = bob.getByRole('button', { name: 'No', exact: true });
  // JupyterLab asks about its news, where it can reach them.
  await no.click({ timeout: 5000 }).catch(() => undefined);
  await bob.mouse.move(700, 200);
  await expect(bob.getByRole('button', { name: 'Approve' })).toBeVisible();
  // Messages go by themselves, unless the mouse is on them.
  await expect(bob.locator('.Toastify__toast')).toHaveCount(0);
  await bob.waitForTimeout(500);
  await bob.screenshot({ path: path.join(IMAGES, 'request.png') });
  await bob.context().close();

  await execute(page, 'mltrack:show-models');
  await page.sidebar.setWidth(280, 'left');
  await execute(page, 'mltrack:open-model', { model: 'churn' });
  await expect(page.getByRole('listitem', { name: 'Version 4' })).toBeVisible();
  await page.waitForTimeout(500);
  await page.screenshot({ path: path.join(IMAGES, 'model.png') });
  await execute(page, 'mltrack:open-model', { model: 'churn', tab: 'history' });
  await page.getByRole('slider').focus();
  for (let step = 0; step < 4; step++) {
    await page.keyboard.press('ArrowLeft');
  }
  await page.theme.setDarkTheme();
  await page.waitForTimeout(800);
  await page.screenshot({ path: path.join(IMAGES, 'time-slider.png') });
});
