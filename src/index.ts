import api from './api/plugin';
import bell from './bell/plugin';
import comparison from './comparison/plugin';
import exchange from './exchange/plugin';
import figures from './figures/plugin';
import monitors from './monitors/plugin';
import notebook from './notebook/plugin';
import registry from './registry/plugin';
import runs from './runs/plugin';
import settings from './settings';

export default [
  ...settings,
  ...api,
  ...runs,
  ...bell,
  ...registry,
  ...exchange,
  ...monitors,
  ...figures,
  ...comparison,
  ...notebook
];
