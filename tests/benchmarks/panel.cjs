// Measures the panel and the table; called by panel.py with the address of a running JupyterLab.
const { chromium } = require('@playwright/test');

const STEPS = 60;

async function processorSeconds(client) {
  const { metrics } = await client.send('Performance.getMetrics');
  return metrics.find(one => one.name === 'TaskDuration').value;
}

/** Scroll in steps, one a frame; gives processor seconds and the longest frame in milliseconds. */
async function scroll(page, client, selector, distance) {
  const before = await processorSeconds(client);
  const longest = await page.evaluate(
    async ([selector, steps, distance]) => {
      const node = selector ? document.querySelector(selector) : null;
      let last = performance.now();
      let longest = 0;
      for (let step = 0; step < steps; step++) {
        if (node) {
          node.scrollTop += distance;
        }
        await new Promise(done => requestAnimationFrame(done));
        const now = performance.now();
        longest = Math.max(longest, now - last);
        last = now;
      }
      return longest;
    },
    [selector, STEPS, distance]
  );
  const used = (await processorSeconds(client)) - before;
  return { used, longest };
}

/** Processor time a frame, and the longest frame. */
function said({ used, longest }) {
  return `${((1000 * used) / STEPS).toFixed(1)} ms of processor each, longest ${longest.toFixed(0)} ms`;
}

async function measure(page, client, command, args, scroller, row) {
  const started = Date.now();
  await page.evaluate(
    ([command, args]) => window.jupyterapp.commands.execute(command, args),
    [command, args]
  );
  await page.waitForSelector(`${scroller} ${row}`, { timeout: 60000 });
  const first = Date.now() - started;
  await page.waitForTimeout(1000);
  const idle = await scroll(page, client, null, 0);
  const wheel = await scroll(page, client, scroller, 100);
  const down = await scroll(page, client, scroller, 500);
  await page.waitForTimeout(1000);
  const drawn = await page.locator(`${scroller} ${row}`).count();
  return {
    'first rows after': `${first} ms`,
    'rows in the page': drawn,
    [`${STEPS} frames of 100 pixels`]: said(wheel),
    [`${STEPS} frames of 500 pixels`]: said(down),
    [`${STEPS} frames at rest`]: said(idle)
  };
}

(async () => {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader']
  });
  const page = await browser.newPage({ viewport: { width: 1400, height: 850 } });
  await page.goto(process.argv[2]);
  await page.waitForFunction(
    () => window.jupyterapp?.commands.hasCommand('mltrack:show-panel'),
    null,
    { timeout: 60000 }
  );
  await page.waitForTimeout(3000);
  const client = await page.context().newCDPSession(page);
  await client.send('Performance.enable', { timeDomain: 'threadTicks' });
  const columns = [];
  for (let index = 0; index < 20; index++) {
    const number = String(index).padStart(2, '0');
    columns.push(`params.p${number}`, `metrics.m${number}`);
  }
  const found = {
    panel: await measure(page, client, 'mltrack:show-panel', {}, '.jp-MLTrack-lines', '.jp-MLTrack-run'),
    table: await measure(
      page,
      client,
      'mltrack:open-runs',
      { columns },
      '.jp-MLTrack-grid',
      '[role=row][aria-rowindex]'
    )
  };
  process.stdout.write(JSON.stringify(found));
  await browser.close();
})();
