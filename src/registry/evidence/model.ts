import type { StoreChange, VersionComparison } from '../../api/types';
import type { IApi } from '../../tokens';
import { Followed } from '../../components/followed';

/** Two versions of a model beside each other. */
export class VersionsModel extends Followed {
  constructor(
    api: IApi,
    readonly name: string,
    readonly challenger: number,
    readonly current: number
  ) {
    super(api);
  }

  get comparison(): VersionComparison | null {
    return this._comparison;
  }

  protected override async ask(signal: AbortSignal): Promise<void> {
    this._comparison = await this.api.registry.compareVersions(
      this.name,
      this.challenger,
      this.current,
      { signal }
    );
  }

  protected override concerns(change: StoreChange): boolean {
    return (change.models ?? []).includes(this.name);
  }

  private _comparison: VersionComparison | null = null;
}
