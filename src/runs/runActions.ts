import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { RunEdit } from '../api/types';
import { telling } from '../components/telling';
import type { IApi, ISelection } from '../tokens';

/** How long the offer to undo stays, in milliseconds. */
const UNDO_TIME = 15_000;

/** What can be done to runs. A fault is told to the person, once, here. */
export class RunActions {
  constructor(
    private readonly _api: IApi,
    private readonly _selection: ISelection,
    private readonly _trans: TranslationBundle
  ) {}

  /** Change a run's name, note or tags. */
  async edit(run: string, edit: RunEdit): Promise<void> {
    await telling(
      this._trans.__('The run was not changed'),
      this._api.editRun(run, edit)
    );
  }

  /** Put runs into the trash and offer to undo it. */
  async delete(runs: readonly string[]): Promise<void> {
    if (runs.length === 0) {
      return;
    }
    const gone = await telling(
      this._trans.__('Nothing was deleted'),
      this._api.deleteRuns(runs)
    );
    if (!gone) {
      return;
    }
    const selected = this._selection.runs.filter(run => gone.includes(run));
    this._selection.remove(gone);
    Notification.info(
      this._trans._n('Deleted %1 run.', 'Deleted %1 runs.', gone.length),
      {
        autoClose: UNDO_TIME,
        actions: [
          {
            label: this._trans.__('Undo'),
            displayType: 'accent',
            callback: () => {
              void this.restore(gone).then(() => this._selection.add(selected));
            }
          }
        ]
      }
    );
  }

  /** Take runs out of the trash. */
  async restore(runs: readonly string[]): Promise<void> {
    await telling(
      this._trans.__('The runs are still in the trash'),
      this._api.restoreRuns(runs)
    );
  }

  /** Choose what lists show and rank by. */
  async setMainMetric(
    experiment: string,
    metric: string,
    direction?: 'max' | 'min'
  ): Promise<void> {
    await telling(
      this._trans.__('The main metric was not changed'),
      this._api.editExperiment(experiment, { main_metric: metric, direction })
    );
  }
}
