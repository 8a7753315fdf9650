import type { LabIcon } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import type { Followed } from './followed';
import { SeenWidget } from './seenWidget';

/** What every page shows. */
export interface IPageContext {
  readonly model: Followed;
}

/** What stands on a page's tab, and what it says when pointed at. */
export interface IPageTitle {
  readonly label: string;
  readonly caption?: string;
}

/** A page of the main area, called after what it shows. */
export abstract class PageWidget<T extends IPageContext> extends SeenWidget {
  constructor(
    readonly context: T,
    icon: LabIcon,
    ...classes: string[]
  ) {
    super([context.model]);
    classes.forEach(name => this.addClass(name));
    this.node.tabIndex = 0;
    this.title.icon = icon;
    context.model.changed.connect(this._entitle, this);
    this._entitle();
  }

  /** What it is called; asked while it is made, and again whenever its model changed. */
  protected abstract called(): IPageTitle;

  protected override onActivateRequest(message: Message): void {
    super.onActivateRequest(message);
    this.node.focus();
  }

  private _entitle(): void {
    const { label, caption = '' } = this.called();
    this.title.label = label;
    this.title.caption = caption;
  }
}
