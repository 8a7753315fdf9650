import { Followed } from './followed';

/** Rows in one answer; who has more, searches. */
const PAGE = 200;

/** A list of the server that is searched by a text. */
export abstract class SearchedModel<T> extends Followed {
  get rows(): readonly T[] {
    return this._rows;
  }

  /** How many match. */
  get total(): number {
    return this._total;
  }

  /** What is looked for. */
  get text(): string {
    return this._text;
  }

  set text(text: string) {
    if (text !== this._text) {
      this._text = text;
      void this.refresh();
    }
  }

  /** Ask for those that match. */
  protected abstract find(
    query: { text: string; limit: number },
    signal: AbortSignal
  ): Promise<{ rows: readonly T[]; total: number }>;

  /**
   * Put an answer in order.
   *
   * @param before The rows of the answer before to the same text.
   */
  protected ordered(_before: readonly T[], rows: readonly T[]): readonly T[] {
    return rows;
  }

  protected override async ask(signal: AbortSignal): Promise<void> {
    const text = this._text;
    const page = await this.find({ text, limit: PAGE }, signal);
    const before = text === this._answered ? this._rows : [];
    this._rows = this.ordered(before, page.rows);
    this._total = page.total;
    this._answered = text;
  }

  private _rows: readonly T[] = [];
  private _total = 0;
  private _text = '';
  private _answered = '';
}
