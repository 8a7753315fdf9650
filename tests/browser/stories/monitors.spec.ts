import { expect, test } from '@jupyterlab/galata';
import { Feed, MonitorPage } from './feed';
import { execute, Panel, script } from './world';

const NAME = 'leavers watch';

test('drift in a feed raises an alert, and a new reference settles it', async ({
  page
}) => {
  test.setTimeout(300_000);
  page.setDefaultTimeout(20_000);
  // Somebody has tracked something: the store is there.
  await script(page, 'with mltrack.run("feeds"): pass');
  const feed = new Feed(page, 'leavers-feed');
  const monitor = new MonitorPage(page, NAME);
  const section = page.locator('.jp-MLTrack-monitorsSection');
  const bell = page.locator('.jp-MLTrack-bell');
  await feed.write([0, 1, 2, 3]);
  await new Panel(page).open();
  await execute(page, 'mltrack:show-monitors');

  await test.step('an empty place teaches, and its button makes a monitor', async () => {
    await expect(section).toContainText('No monitors yet');
    await section.getByRole('button', { name: 'New monitor' }).last().click();
    const form = page.getByRole('article', { name: 'New monitor' });
    await form.getByRole('button', { name: 'Make monitor' }).click();
    await expect(form.getByRole('alert')).toContainText('needs a name');
    const field = (name: string) => form.getByLabel(name, { exact: true });
    await field('Name').fill(NAME);
    await field('Files').fill(`${feed.folder}/*.csv`);
    await field('Check').selectOption('time');
    await field('Column with the time').fill('time');
    await field('Runs every').fill('2');
    await field('Unit').selectOption('seconds');
    await form.getByRole('button', { name: 'Make monitor' }).click();
    // What the server says stands beside, and what was written is still there.
    await expect(form.getByRole('alert')).toContainText('5 seconds');
    await expect(field('Name')).toHaveValue(NAME);
    await field('Runs every').fill('5');
    await form.getByRole('button', { name: 'Make monitor' }).click();
    await expect(monitor.root).toBeVisible();
  });

  await test.step('clean days are calm', async () => {
    // The first day becomes the reference; the last one may still get rows.
    await monitor.expectCheck('2026-03-02', 'no drift');
    await monitor.expectCheck('2026-03-03', 'no drift');
    await expect(bell).toBeHidden();
    await expect(section.locator('.jp-MLTrack-alertBadge')).toHaveCount(0);
  });

  const toast = page.locator('.Toastify__toast', { hasText: NAME });
  await test.step('drift arrives by itself: a message and the bell', async () => {
    await feed.write([4, 5, 6], 9);
    await expect(toast).toContainText('age', { timeout: 90_000 });
    await expect(toast).toHaveCount(1);
    await expect(bell).toHaveText('1');
    await expect(bell).toHaveAccessibleName('1 open alert');
    await expect(
      section.getByRole('button', { name: '1 alert' })
    ).toBeVisible();
    await expect(monitor.cell('age', '2026-03-06')).toHaveAttribute(
      'data-verdict',
      'drift'
    );
    await expect(monitor.cell('income', '2026-03-06')).toHaveAttribute(
      'data-verdict',
      'no drift'
    );
  });

  const alert = page.getByRole('listitem', { name: `Drift of ${NAME}` });
  await test.step('from the message to the alert, from the alert to the column', async () => {
    await toast.getByRole('button', { name: 'Open' }).click();
    await expect(alert).toBeVisible();
    await alert.getByRole('button', { name: 'age', exact: true }).click();
    const column = monitor.root.getByRole('region', {
      name: /^age in 2026-03/
    });
    await expect(column).toContainText('moved');
    await expect(column.getByRole('figure')).not.toHaveCount(0);
    await expect(
      column.getByRole('figure').first().locator('.js-plotly-plot')
    ).toBeVisible();
    await expect(column.getByRole('row', { name: /^Median/ })).toBeVisible();
    await expect(
      column.getByRole('region', { name: 'Rows of the sample' })
    ).toContainText('Berlin');
  });

  await test.step('somebody looks after it', async () => {
    await execute(page, 'mltrack:open-alerts');
    await alert.getByRole('button', { name: 'Acknowledge' }).click();
    await expect(alert).toContainText('acknowledged by');
    await expect(
      alert.getByRole('button', { name: 'Acknowledge' })
    ).toHaveCount(0);
  });

  await test.step('what is new becomes the reference: the alert is resolved', async () => {
    await alert.getByRole('button', { name: 'Take as new reference…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog
      .getByRole('textbox', { name: /^Why/ })
      .fill('older customers now');
    await dialog.getByRole('button', { name: 'Take as new reference' }).click();
    await expect(alert).toContainText('resolved');
    await expect(bell).toBeHidden();
    await execute(page, 'mltrack:open-monitor', {
      monitor: NAME,
      tab: 'setup'
    });
    await expect(
      monitor.root.getByRole('region', { name: 'References' })
    ).toContainText('older customers now');
  });

  await test.step('days like the new reference stay calm', async () => {
    await feed.write([7, 8, 9], 9);
    await monitor.tab('Drift').click();
    await monitor.expectCheck('2026-03-08', 'no drift');
    await monitor.expectCheck('2026-03-09', 'no drift');
    await expect(bell).toBeHidden();
  });

  await test.step('two periods compared by keyboard', async () => {
    await monitor.grid.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Shift+ArrowRight');
    await expect(monitor.root.locator('.jp-MLTrack-chosen')).toContainText(
      '(2 checks)'
    );
    await monitor.root
      .getByRole('button', { name: 'Compare with…' })
      .press('Enter');
    await page.getByRole('menuitem', { name: 'All checks after' }).click();
    await expect(
      monitor.root.getByRole('region', { name: 'Two periods compared' })
    ).toContainText('age');
  });

  await test.step('deleting asks once', async () => {
    await execute(page, 'mltrack:pause-monitor', { monitor: NAME });
    await section.getByRole('button', { name: `More about ${NAME}` }).click();
    await page.getByRole('menuitem', { name: 'Delete…' }).click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await expect(section).toContainText('No monitors yet');
    await expect(page.getByText('This monitor was deleted.')).toBeVisible();
  });
});
