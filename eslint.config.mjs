import js from '@eslint/js';
import jupyter from '@jupyter/eslint-plugin';
import prettier from 'eslint-config-prettier';
import boundaries from 'eslint-plugin-boundaries';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Features know the ground below them, never each other: they meet in tokens and commands. */
const ground = ['tokens', 'commands', 'icons', 'components'];
const feature = ['runs', 'registry', 'comparison', 'figures', 'notebook', 'monitors', 'bell', 'exchange'];

export default defineConfig([
  globalIgnores(['src/api/types.ts']),
  js.configs.recommended,
  tseslint.configs.recommended,
  { plugins: { jupyter } },
  jupyter.configs.recommended,
  prettier,
  { rules: { '@typescript-eslint/no-namespace': 'off', curly: 'error', eqeqeq: 'error', 'no-console': 'error' } },
  {
    files: ['src/**'],
    plugins: { boundaries },
    settings: {
      'import/resolver': { typescript: { project: './tsconfig.json' } },
      'boundaries/include': ['src/**'],
      'boundaries/elements': [
        { type: 'list', mode: 'file', pattern: 'src/index.ts' },
        { type: 'tokens', mode: 'file', pattern: ['src/tokens.ts', 'src/registryTokens.ts', 'src/monitorTokens.ts', 'src/importTokens.ts'] },
        { type: 'commands', mode: 'file', pattern: 'src/commands.ts' },
        { type: 'icons', mode: 'file', pattern: 'src/icons.ts' },
        { type: 'settings', mode: 'file', pattern: 'src/settings.ts' },
        // What every feature may know of the server: its records and its one error. The calls come by token.
        { type: 'records', mode: 'file', pattern: ['src/api/types.ts', 'src/api/error.ts'] },
        { type: 'api', mode: 'folder', pattern: 'src/api' },
        { type: 'components', mode: 'folder', pattern: 'src/components' },
        ...feature.map(name => ({ type: name, mode: 'folder', pattern: `src/${name}` }))
      ]
    },
    rules: {
      'boundaries/no-unknown-files': 'error',
      'boundaries/element-types': [
        'error',
        {
          default: 'disallow',
          message: '${file.type} may not import ${dependency.type}: see LAYOUT in docs/architecture.md',
          rules: [
            { from: 'list', allow: ['settings', 'api', ...feature] },
            { from: 'tokens', allow: ['records', 'tokens'] },
            { from: 'settings', allow: ['tokens'] },
            { from: 'api', allow: ['records', 'tokens'] },
            { from: 'components', allow: ['records', 'tokens', 'icons', 'components'] },
            ...feature.map(name => ({ from: name, allow: [name, 'records', ...ground] }))
          ]
        }
      ]
    }
  },
  {
    // What a plug-in provides to others must be there when it is activated; views are loaded when they are opened.
    files: ['src/**/*[pP]lugin.ts'],
    rules: {
      'jupyter/prefer-lazy-imports': [
        'warn',
        { ignoreImports: [
              './client',
              './widget',
              './given',
              './editCommands',
              './section',
              './panel/section',
              './panel/model',
              './page/model',
              './actCommands',
              './asking',
              './lineRenderer',
              './bell',
              './view',
              './alertsModel',
              './words',
              './model',
              '../model',
              '../catalogue'
            ] }
      ]
    }
  },
  {
    // Models hold state and signals: no DOM, no React, no view.
    files: ['src/*/model.ts', 'src/*/*[mM]odel.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: ['react', 'react-dom', './panel*', './view*', '@jupyterlab/ui-components', '@lumino/widgets'] }
      ],
      'no-restricted-globals': ['error', 'document', 'window', 'fetch']
    }
  }
]);
