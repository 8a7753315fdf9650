import type {
  ILabShell,
  ILayoutRestorer,
  JupyterFrontEnd
} from '@jupyterlab/application';
import { MainAreaWidget, WidgetTracker } from '@jupyterlab/apputils';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';
import type { Widget } from '@lumino/widgets';

/** Numbers the pages of this window. */
let opened = 0;

/** Where pages are put, and put again after a reload. */
export interface IPlaces {
  readonly app: JupyterFrontEnd;
  readonly labShell: ILabShell | null;
  readonly restorer: ILayoutRestorer | null;
}

/** The pages of one kind, in the main area. */
export class Pages<T extends Widget> {
  /**
   * @param _again How they are opened again after a reload; they are not when left out.
   */
  constructor(
    private readonly _places: IPlaces,
    namespace: string,
    private readonly _again?: Pages.IAgain<T>
  ) {
    this._tracker = new WidgetTracker<MainAreaWidget<T>>({ namespace });
    if (_again) {
      const { command, args = () => ({}), name } = _again;
      void _places.restorer?.restore(this._tracker, {
        command,
        args: ({ content }) => args(content),
        name: ({ content }) => name(content)
      });
    }
  }

  /** The page that was looked at last. */
  get last(): MainAreaWidget<T> | null {
    return this._tracker.currentWidget;
  }

  /** The page that was looked at last, where it is still seen. */
  get seen(): T | null {
    return this.last?.isVisible ? this.last.content : null;
  }

  /** The open page that is the one; undefined where there is none. */
  find(is: (content: T) => boolean): MainAreaWidget<T> | undefined {
    return this._tracker.find(({ content }) => is(content));
  }

  /** The open pages that are such. */
  filter(is: (content: T) => boolean): T[] {
    return this._tracker
      .filter(({ content }) => is(content))
      .map(({ content }) => content);
  }

  /**
   * Show a page beside the notebook; after a reload it is put there again.
   *
   * The page of Notebook 7 holds one main widget and has no lab shell: its right area takes ours.
   */
  show(widget: MainAreaWidget<T>): void {
    if (!this._tracker.has(widget)) {
      void this._tracker.add(widget);
      this._again
        ?.changed?.(widget.content)
        .connect(() => void this._tracker.save(widget));
    }
    const { app, labShell } = this._places;
    if (!widget.isAttached) {
      app.shell.add(widget, labShell ? 'main' : 'right');
    }
    app.shell.activateById(widget.id);
  }

  private readonly _tracker: WidgetTracker<MainAreaWidget<T>>;
}

export namespace Pages {
  /** How pages of a kind are opened again. */
  export interface IAgain<T> {
    readonly command: string;
    /** What the command is told to open this one. */
    readonly args?: (content: T) => ReadonlyPartialJSONObject;
    /** Emitted when those may have become others. */
    readonly changed?: (content: T) => ISignal<unknown, unknown>;
    /** Tells this one from the others. */
    readonly name: (content: T) => string;
  }
}

/** Frame what a page shows, for the main area. */
export function framed<T extends Widget>(
  content: T,
  kind: string
): MainAreaWidget<T> {
  const widget = new MainAreaWidget({ content });
  widget.id = `jupyter-mltrack-${kind}-${++opened}`;
  widget.toolbar.hide();
  return widget;
}
