import type { RunDetails, StoreChange } from '../../api/types';
import { Followed } from '../../components/followed';
import type { IApi } from '../../tokens';

/** One run with its texts, as new as the store. */
export class DetailsModel extends Followed {
  /**
   * @param _reference Id, number or unique beginning of the id.
   */
  constructor(
    api: IApi,
    private readonly _reference: string,
    wait = 200
  ) {
    super(api, wait);
  }

  /** What was asked for, until the run's id is known. */
  get reference(): string {
    return this._details?.run.id ?? this._reference;
  }

  /** Whether it is the run that a reference means. */
  is(reference: string): boolean {
    const run = this._details?.run;
    // A candidate has the number of its search.
    return (
      reference === this.reference ||
      (run?.parent === null && reference === String(run.number))
    );
  }

  get details(): RunDetails | null {
    return this._details;
  }

  protected override async ask(signal: AbortSignal): Promise<void> {
    this._details = await this.api.getRun(this.reference, { signal });
  }

  protected override concerns(change: StoreChange): boolean {
    return change.runs.includes(this.reference);
  }

  private _details: RunDetails | null = null;
}
