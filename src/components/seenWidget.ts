import { ReactWidget } from '@jupyterlab/ui-components';
import type { IDisposable } from '@lumino/disposable';
import type { Message } from '@lumino/messaging';

/** What a widget shows of the server: it is asked for as long as somebody sees it. */
export interface IFollowing extends IDisposable {
  active: boolean;
}

/** A widget that asks for nothing while nobody sees it; its models go with it. */
export abstract class SeenWidget extends ReactWidget {
  constructor(private readonly _models: readonly IFollowing[]) {
    super();
    this.addClass('jp-MLTrack');
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this._models.forEach(model => model.dispose());
      super.dispose();
    }
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this._follow(true);
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this._follow(this.isVisible);
  }

  protected override onBeforeHide(message: Message): void {
    super.onBeforeHide(message);
    this._follow(false);
  }

  private _follow(active: boolean): void {
    this._models.forEach(model => (model.active = active));
  }
}
