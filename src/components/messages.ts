import { Notification } from '@jupyterlab/apputils';
import type { ISignal } from '@lumino/signaling';

/** A message about things that wait for the user. */
export interface IMessage {
  readonly words: string;
  /** Whether what waits is a cause for alarm. */
  readonly alarm?: boolean;
  /** How long it stays, in milliseconds. */
  readonly stays: number;
  /** Ids of what it is about. */
  readonly about: readonly string[];
  /** The way there. */
  readonly action: { readonly label: string; readonly callback: () => void };
}

/** Messages that go by themselves when nothing of what they are about waits any more. */
export class Messages {
  /**
   * @param changed Emitted when something may wait no more.
   * @param waits Whether what has that id waits.
   */
  constructor(
    changed: ISignal<unknown, unknown>,
    private readonly _waits: (id: string) => boolean
  ) {
    changed.connect(this._review, this);
  }

  say(message: IMessage): void {
    const { words, alarm, stays, about, action } = message;
    const notification = Notification.emit(words, alarm ? 'warning' : 'info', {
      autoClose: stays,
      actions: [{ ...action, displayType: 'accent' }]
    });
    this._said.set(notification, about);
  }

  private _review(): void {
    for (const [notification, about] of this._said) {
      if (!about.some(this._waits)) {
        Notification.dismiss(notification);
        this._said.delete(notification);
      }
    }
  }

  private readonly _said = new Map<string, readonly string[]>();
}
