import {
  ILabShell,
  ILayoutRestorer,
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import {
  DOMUtils,
  ICommandPalette,
  MainAreaWidget,
  WidgetTracker
} from '@jupyterlab/apputils';
import {
  ITranslator,
  nullTranslator,
  TranslationBundle
} from '@jupyterlab/translation';
import { CommandIDs } from '../commands';
import { showBeside } from '../components/placement';
import { trackIcon } from '../icons';
import { IApi, IFigureFactory, ISelection, ITrackSettings } from '../tokens';
import { ComparisonModel, Tab, TABS } from './model';
import type { ComparisonView } from './view';

type Widget = MainAreaWidget<ComparisonView>;

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
    const tracker = new WidgetTracker<Widget>({
      namespace: 'mltrack-comparison'
    });

    const create = async (
      runs: readonly string[],
      tab: Tab | undefined,
      view: string
    ): Promise<Widget> => {
      const { ComparisonView } = await import('./view');
      const model = new ComparisonModel(api, runs);
      model.tab = tab ?? 'table';
      const content = new ComparisonView({
        model,
        selection,
        settings,
        figures,
        commands,
        trans
      });
      content.id = view;
      const widget = new MainAreaWidget({ content });
      widget.id = `mltrack-comparison-${content.id}`;
      widget.title.icon = trackIcon;
      widget.title.closable = true;
      const onChange = () => {
        widget.title.label = titleOf(model, trans);
        widget.title.caption = model.comparison?.sentence ?? '';
        void tracker.save(widget);
      };
      model.changed.connect(onChange);
      onChange();
      void model.refresh();
      void tracker.add(widget);
      return widget;
    };

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
        const open = tracker.find(widget =>
          widget.content.context.model.shows(asked)
        );
        // The layout knows a view by its id, so the id must outlive a reload.
        const view =
          typeof args.view === 'string' && /^[\w-]+$/.test(args.view)
            ? args.view
            : DOMUtils.createDomID();
        const widget = open ?? (await create(asked, tab, view));
        if (tab) {
          widget.content.context.model.tab = tab;
        }
        showBeside(app, labShell, widget);
        return widget;
      }
    });
    selection.changed.connect(() =>
      commands.notifyCommandChanged(CommandIDs.compare)
    );
    palette?.addItem({
      command: CommandIDs.compare,
      category: trans.__('MLTrack')
    });
    void restorer?.restore(tracker, {
      command: CommandIDs.compare,
      args: ({ content }) => ({
        runs: [...content.context.model.runs],
        tab: content.context.model.tab,
        view: content.id
      }),
      name: ({ content }) => content.id
    });
  }
};

function titleOf(model: ComparisonModel, trans: TranslationBundle): string {
  const numbers = model.comparison?.runs.map(run => run.number) ?? [];
  if (numbers.length === 0) {
    return trans.__('Compare');
  }
  return numbers.length <= 3
    ? trans.__('Compare %1', numbers.join(', '))
    : trans.__('Compare %1 runs', numbers.length);
}

export default [comparison];
