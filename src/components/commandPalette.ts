import type { ICommandPalette } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

/** List commands in the command palette, where there is one. */
export function listCommands(
  palette: ICommandPalette | null,
  commands: readonly string[],
  trans: TranslationBundle
): void {
  const category = trans.__('MLTrack');
  commands.forEach(command => palette?.addItem({ command, category }));
}
