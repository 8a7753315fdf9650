// node_modules packages that ship ES modules and must go through babel.
const transformed =
  '@codemirror|@jupyter|@jupyterlab|@microsoft|@rjsf|@tanstack|exenv-es6|lib0|lodash-es|nanoid|vscode-ws-jsonrpc|y-protocols|y-websocket|yjs';

module.exports = Object.assign({}, require('@jupyterlab/testing/lib/jest-config')(__dirname), {
  automock: false,
  testRegex: 'tests/frontend/.*\\.spec\\.tsx?$',
  modulePathIgnorePatterns: ['<rootDir>/.cache', '<rootDir>/jupyter_mltrack', '<rootDir>/tests/browser'],
  transformIgnorePatterns: [`/node_modules/(?!(${transformed})/?)`]
});
