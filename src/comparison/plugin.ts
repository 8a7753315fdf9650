import {
  ILabShell,
  ILayoutRestorer,
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { DOMUtils, ICommandPalette } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { CommandIDs } from '../commands';
import { listCommands } from '../components/commandPalette';
import { Pages } from '../components/pages';
import { trackIcon } from '../icons';
import { IApi, IFigureFactory, ISelection, ITrackSettings } from '../tokens';
import { TABS } from './model';
import type { ComparisonView } from './view';

const comparison: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-mltrack:comparison',
  description: 'Compares runs in the main area.',
  autoStart: true,
  requires: [IApi, ISelection, ITrackSettings, IFigureFactory],
  optional: [ILabShell, ILayoutRestorer, ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    api: IApi,
    selection: ISelection,
    settings: ITrackSettings,
    figures: IFigureFactory,
    labShell: ILabShell | null,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('jupyter_mltrack');
    const { commands } = app;
    const parts = { api, selection, settings, figures, commands, trans };
    const pages = new Pages<ComparisonView>(
      { app, labShell, restorer },
      'mltrack-comparison',
      {
        command: CommandIDs.compare,
        args: ({ id, context: { model } }) => ({
          runs: [...model.runs],
          tab: model.tab,
          view: id
        }),
        changed: ({ context }) => context.model.changed,
        name: ({ id }) => id
      }
    );

    commands.addCommand(CommandIDs.compare, {
      label: trans.__('Compare Runs'),
      caption: trans.__(
        'Show runs beside each other: what differs between them'
      ),
      icon: trackIcon,
      describedBy: {
        args: {
          type: 'object',
          properties: {
            runs: {
              type: 'array',
              items: { type: 'string' },
              description: trans.__(
                'Ids or numbers, the baseline first; the selected runs when left out'
              )
            },
            tab: { type: 'string', enum: [...TABS] },
            view: {
              type: 'string',
              description: trans.__(
                'The id of a view that is opened again; a new one when left out'
              )
            }
          }
        }
      },
      isEnabled: args =>
        ((args.runs as string[] | undefined) ?? selection.runs).length > 1,
      execute: async args => {
        const runs = (args.runs as string[] | undefined)?.map(String);
        const tab = TABS.find(one => one === args.tab);
        const asked = runs ?? selection.runs;
        // The layout knows a view by its id, so the id must outlive a reload.
        const view =
          typeof args.view === 'string' && /^[\w-]+$/.test(args.view)
            ? args.view
            : DOMUtils.createDomID();
        const { createComparison } = await import('./create');
        const open = pages.find(({ context }) => context.model.shows(asked));
        if (open && tab) {
          open.content.context.model.tab = tab;
        }
        const widget =
          open ?? createComparison(parts, asked, tab ?? 'table', view);
        pages.show(widget);
        return widget;
      }
    });
    selection.changed.connect(() =>
      commands.notifyCommandChanged(CommandIDs.compare)
    );
    listCommands(palette, [CommandIDs.compare], trans);
  }
};

export default [comparison];
