import { expect, test } from '@jupyterlab/galata';

test('the installed extension is there, without a complaint', async ({
  page
}) => {
  const complaints: string[] = [];
  page.on('console', message => {
    if (message.type() === 'error' && /mltrack/i.test(message.text())) {
      complaints.push(message.text());
    }
  });
  await page.reload();
  await expect
    .poll(() =>
      page.evaluate(() =>
        window.jupyterapp.commands.hasCommand('mltrack:show-panel')
      )
    )
    .toBe(true);
  expect(complaints).toEqual([]);
});

test('the page asks no other machine for anything', async ({
  page,
  baseURL
}) => {
  const strangers: string[] = [];
  page.on('request', request => {
    const { protocol, host } = new URL(request.url());
    if (/^(http|ws)s?:$/.test(protocol) && host !== new URL(baseURL!).host) {
      strangers.push(request.url());
    }
  });
  await page.reload();
  await page.evaluate(() =>
    window.jupyterapp.commands.execute('mltrack:show-panel')
  );
  expect(strangers).toEqual([]);
});
