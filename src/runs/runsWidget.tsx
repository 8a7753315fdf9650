import { ReactWidget } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import { ApiError } from '../api/error';
import { useSignal } from '../components/hooks';
import type { IRunsContext } from './context';

/** A view of runs: it asks for nothing while nobody sees it. */
export abstract class RunsWidget extends ReactWidget {
  constructor(readonly context: IRunsContext) {
    super();
    this.addClass('jp-MLTrack');
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this.context.model.dispose();
    this.context.catalogue.dispose();
    super.dispose();
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this._setActive(true);
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this._setActive(this.isVisible);
  }

  protected override onBeforeHide(message: Message): void {
    super.onBeforeHide(message);
    this._setActive(false);
  }

  private _setActive(active: boolean): void {
    this.context.model.active = active;
    this.context.catalogue.active = active;
  }
}

/** What is wrong with what a view shows, and how to try again. */
export function useTrouble(context: IRunsContext): {
  problem: ApiError | null;
  /** Nothing can be shown at all. */
  fatal: boolean;
  retry: () => void;
} {
  const { model, catalogue } = context;
  useSignal(model.changed);
  useSignal(catalogue.changed);
  const problem =
    model.error ??
    (catalogue.problem
      ? new ApiError(catalogue.problem.code, catalogue.problem.message, 0)
      : null);
  const retry = () => {
    void model.refresh();
    void catalogue.refresh();
  };
  return { problem, fatal: model.error !== null && !model.loaded, retry };
}
