import { cellPlugin } from './cellPlugin';
import { linePlugin } from './linePlugin';
import { magicsPlugin } from './magicsPlugin';

export default [magicsPlugin, linePlugin, cellPlugin];
