import { ReactWidget } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import type { Followed } from './followed';

/** A page of the main area that asks for nothing while nobody sees it. */
export abstract class PageWidget extends ReactWidget {
  constructor(private readonly _followed: Followed) {
    super();
    this.addClass('jp-MLTrack');
    this.node.tabIndex = 0;
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this._followed.dispose();
      super.dispose();
    }
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this._followed.active = true;
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this._followed.active = this.isVisible;
  }

  protected override onBeforeHide(message: Message): void {
    super.onBeforeHide(message);
    this._followed.active = false;
  }

  protected override onActivateRequest(message: Message): void {
    super.onActivateRequest(message);
    this.node.focus();
  }
}
