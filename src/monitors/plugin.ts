import { panelPlugin } from './panelPlugin';
import { viewsPlugin } from './viewsPlugin';

export default [panelPlugin, viewsPlugin];
