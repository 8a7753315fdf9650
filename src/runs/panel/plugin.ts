import {
  ILayoutRestorer,
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IStateDB } from '@jupyterlab/statedb';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { CommandIDs } from '../../commands';
import { trackIcon } from '../../icons';
import { IApi, ISelection, ITrackPanel, ITrackSettings } from '../../tokens';
import { Catalogue } from '../catalogue';
import { Gestures } from '../gestures';
import { ViewMemory } from '../memory';
import { RunsModel } from '../model';
import { TrackPanel } from './panel';
import { RunsSection } from './section';

/** Runs stand first. */
const RANK = 10;

/** What the panel remembers. */
type PanelView = {
  filter: string;
  experiment: string | null;
  sort: string;
};

/** The side panel with its section *Runs*; other features add theirs. */
export const panelPlugin: JupyterFrontEndPlugin<ITrackPanel> = {
  id: 'jupyter-mltrack:panel',
  description: 'Adds the side panel with the list of runs.',
  autoStart: true,
  provides: ITrackPanel,
  requires: [IApi, ISelection, ITrackSettings],
  optional: [ILayoutRestorer, IStateDB, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    api: IApi,
    selection: ISelection,
    settings: ITrackSettings,
    restorer: ILayoutRestorer | null,
    state: IStateDB | null,
    translator: ITranslator | null
  ): ITrackPanel => {
    const texts = translator ?? nullTranslator;
    const trans = texts.load('jupyter_mltrack');
    const panel = new TrackPanel(app.shell, texts);
    app.shell.add(panel, 'left', { rank: 350, type: 'MLTrack' });
    restorer?.add(panel, panel.id);

    app.commands.addCommand(CommandIDs.showPanel, {
      label: trans.__('Show Runs in Side Panel'),
      icon: trackIcon,
      describedBy: { args: { type: 'object', properties: {} } },
      execute: () => panel.reveal()
    });

    const memory = new ViewMemory<PanelView>(state, 'jupyter-mltrack:panel');
    void memory.recall().then(remembered => {
      const model = new RunsModel({ api, query: remembered });
      const catalogue = new Catalogue(api);
      // The lines show the main metric of each experiment.
      const follow = () => {
        const { filter, experiment, sort } = model.query;
        model.setQuery({ columns: catalogue.mainMetrics(experiment) });
        memory.keep({ filter, experiment, sort });
      };
      catalogue.changed.connect(follow);
      model.changed.connect(follow);
      panel.addSection(
        new RunsSection({
          model,
          catalogue,
          selection,
          gestures: new Gestures(model, selection),
          settings,
          commands: app.commands,
          trans
        }),
        RANK
      );
      panel.begin();
    });
    return panel;
  }
};
