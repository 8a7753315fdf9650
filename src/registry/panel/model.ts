import type { ModelRow, StoreChange } from '../../api/types';
import { Followed } from '../../components/followed';

/** Models in one answer; who has more, searches. */
const PAGE = 200;

/** The models that the panel lists. */
export class ModelsModel extends Followed {
  /** The last changed first. */
  get rows(): readonly ModelRow[] {
    return this._rows;
  }

  /** How many models match. */
  get total(): number {
    return this._total;
  }

  /** Part of a name, a description or a tag. */
  get text(): string {
    return this._text;
  }

  set text(text: string) {
    if (text !== this._text) {
      this._text = text;
      void this.refresh();
    }
  }

  protected override async ask(signal: AbortSignal): Promise<void> {
    const page = await this.api.registry.listModels(
      { text: this._text, limit: PAGE },
      { signal }
    );
    this._rows = page.rows;
    this._total = page.total;
  }

  protected override concerns(change: StoreChange): boolean {
    return (change.models ?? []).length > 0;
  }

  private _rows: readonly ModelRow[] = [];
  private _total = 0;
  private _text = '';
}
