import type { StoreChange, Verification } from '../../api/types';
import { Followed } from '../../components/followed';
import type { IApi } from '../../tokens';

/** What verifying a version gave. */
export class VerificationsModel extends Followed {
  constructor(
    api: IApi,
    private readonly _name: string,
    private readonly _version: number
  ) {
    super(api);
  }

  /** The newest first. */
  get found(): readonly Verification[] {
    return this._found;
  }

  protected override async ask(signal: AbortSignal): Promise<void> {
    this._found = await this.api.registry.verificationsOf(
      this._name,
      this._version,
      { signal }
    );
  }

  protected override concerns(change: StoreChange): boolean {
    return (change.models ?? []).includes(this._name);
  }

  private _found: readonly Verification[] = [];
}
