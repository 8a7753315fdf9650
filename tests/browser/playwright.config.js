const galata = require('@jupyterlab/galata/lib/playwright-config');

const port = process.env.MLTRACK_BROWSER_TEST_PORT || '8897';
const address = `http://127.0.0.1:${port}`;

module.exports = {
  ...galata,
  testDir: 'stories',
  reporter: 'list',
  forbidOnly: Boolean(process.env.CI),
  workers: 1, // one server, and Galata waits 15 s at most inside its own calls
  retries: 1,
  timeout: 120000,
  expect: { timeout: 20000 },
  webServer: {
    command: 'jupyter lab --config jupyter_server_test_config.py',
    env: { MLTRACK_BROWSER_TEST_PORT: port, MLTRACK_STORE: '' },
    url: `${address}/lab`,
    timeout: 120000,
    reuseExistingServer: false
  },
  use: {
    ...galata.use,
    baseURL: address,
    viewport: { width: 1400, height: 850 },
    video: 'off', // needs an ffmpeg that only Playwright's own browsers bring
    launchOptions: {
      executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
      // Without a graphics card, canvas is a hundred times slower unless SwiftShader draws it.
      args: [
        '--no-sandbox',
        '--use-gl=angle',
        '--use-angle=swiftshader',
        '--enable-unsafe-swiftshader'
      ]
    }
  }
};
