import { Notification } from '@jupyterlab/apputils';
import { ISignal, Signal } from '@lumino/signaling';
import { ApiError } from '../../api/error';
import type { NameChoice } from '../../api/types';
import type { IApi } from '../../tokens';

export type Choice = NonNullable<NameChoice['choice']>;

/** What people decided about names for good; asked for when somebody looks. */
export class ChoicesModel {
  constructor(private readonly _api: IApi) {}

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** What was decided about a name; null leaves it to the rules. */
  of(name: string): Choice | null {
    return this._choices.get(name) ?? null;
  }

  async load(): Promise<void> {
    await this._take(() => this._api.listChoices());
  }

  /** Decide about a name; the same decision again takes it back. */
  async toggle(name: string, choice: Choice): Promise<void> {
    const decided = this.of(name) === choice ? null : choice;
    await this._take(() => this._api.choose({ name, choice: decided }));
  }

  private async _take(ask: () => Promise<NameChoice[]>): Promise<void> {
    try {
      const choices = await ask();
      this._choices = new Map(
        choices.flatMap(({ name, choice }) => (choice ? [[name, choice]] : []))
      );
    } catch (reason) {
      Notification.error(ApiError.from(reason).message);
    }
    this._changed.emit();
  }

  private _choices = new Map<string, Choice>();
  private readonly _changed = new Signal<this, void>(this);
}
