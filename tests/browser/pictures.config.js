// `npm run pictures`: makes the pictures of README in a real JupyterLab. Not a test: `npm test` leaves it out.
const tests = require('./playwright.config.js');

module.exports = {
  ...tests,
  testDir: 'pictures',
  retries: 0,
  timeout: 300000,
  use: {
    ...tests.use,
    viewport: { width: 1280, height: 800 },
    deviceScaleFactor: 1.5
  }
};
