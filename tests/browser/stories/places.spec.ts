import { expect, test } from '@jupyterlab/galata';
import { execute, Panel, threeRuns } from './world';

test('a missing server half is said, with how to mend it', async ({ page }) => {
  await page.route(/\/mltrack\/api\//, route =>
    route.fulfill({ status: 404, body: '<html>404</html>' })
  );
  const panel = new Panel(page);
  await panel.open();
  const notice = panel.root.getByRole('alert');
  await expect(notice).toContainText(
    'The server half of MLTrack is not running'
  );
  await expect(notice).toContainText(
    'jupyter server extension enable jupyter_mltrack'
  );
  await page.unroute(/\/mltrack\/api\//);
  await notice.getByRole('button', { name: 'Try again' }).click();
  await expect(notice).toHaveCount(0);
});

test('a server that is away is asked again by itself', async ({ page }) => {
  await threeRuns(page, 'away');
  const panel = new Panel(page);
  await panel.open();
  await panel.choose('away');
  await expect(panel.runs).toHaveCount(3);
  await page.route(/\/mltrack\/api\//, route => route.abort());
  await execute(page, 'mltrack:refresh');
  await expect(panel.root.getByRole('alert')).toContainText('does not answer');
  await expect(panel.runs).toHaveCount(3);
  await page.unroute(/\/mltrack\/api\//);
  await expect(panel.root.getByRole('alert')).toHaveCount(0);
});

for (const theme of ['JupyterLab Light', 'JupyterLab Dark']) {
  test(`words can be read at 280 pixels in ${theme}`, async ({ page }) => {
    const experiment = `narrow ${theme}`;
    await threeRuns(page, experiment);
    await page.theme.setTheme(theme);
    const panel = new Panel(page);
    await panel.open();
    await page.sidebar.setWidth(280);
    await panel.choose(experiment);
    await expect(panel.runs).toHaveCount(3);
    await expect(panel.run('model-2')).toContainText('0.900');
    // Nothing is pushed out of the panel, and no name is cut that short.
    const wide = await panel.root.evaluate(
      node => node.scrollWidth - node.clientWidth
    );
    expect(wide).toBeLessThanOrEqual(0);
    const cut = await panel.list
      .locator('.jp-MLTrack-name')
      .evaluateAll(
        names =>
          names.filter(name => name.scrollWidth > name.clientWidth).length
      );
    expect(cut).toBe(0);
    const least = await leastContrast(
      panel.root.locator('span, button:enabled')
    );
    expect(least).toBeGreaterThan(4.5);
    // Black on white: something was measured.
    expect(least).toBeLessThan(21.1);
  });
}

/** The least contrast between the colour of a text and its ground. */
async function leastContrast(texts: {
  evaluateAll<T>(read: (nodes: Element[]) => T): Promise<T>;
}): Promise<number> {
  return texts.evaluateAll(nodes => {
    const brush = document.createElement('canvas').getContext('2d', {
      willReadFrequently: true
    })!;
    const read = (colour: string, ground: number[]): number[] => {
      brush.fillStyle = `rgb(${ground.join(',')})`;
      brush.fillRect(0, 0, 1, 1);
      brush.fillStyle = colour;
      brush.fillRect(0, 0, 1, 1);
      return [...brush.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const groundOf = (node: Element | null): number[] =>
      node
        ? read(
            getComputedStyle(node).backgroundColor,
            groundOf(node.parentElement)
          )
        : [255, 255, 255];
    const light = (colour: number[]): number => {
      const [r, g, b] = colour.map(part => {
        const value = part / 255;
        return value <= 0.04045
          ? value / 12.92
          : ((value + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const own = (node: Element): boolean =>
      [...node.childNodes].some(
        child => child.nodeType === Node.TEXT_NODE && child.textContent!.trim()
      );
    const contrasts = nodes
      .filter(node => own(node) && (node as HTMLElement).offsetWidth > 0)
      .map(node => {
        const ground = groundOf(node);
        const [low, high] = [
          light(read(getComputedStyle(node).color, ground)),
          light(ground)
        ].sort((a, b) => a - b);
        return (high + 0.05) / (low + 0.05);
      });
    return Math.min(...contrasts);
  });
}
