import { ApiError } from '../../api/error';
import type { Monitor } from '../../api/types';
import { Followed } from '../../components/followed';
import type { IApi } from '../../tokens';
import { bodyOf, editOf } from './bodies';
import { draftOf, IDraft, newDraft } from './draft';

/** Models in one answer. */
const MOST = 500;

/** What a person writes of a monitor. It follows nothing: nobody's typing is overwritten. */
export class FormModel extends Followed {
  /**
   * @param monitor The name or id of the monitor to change; null for a new one.
   * @param model The version that a new one watches.
   */
  constructor(
    api: IApi,
    readonly monitor: string | null,
    model = '',
    wait?: number
  ) {
    super(api, wait);
    this._draft = newDraft(model);
  }

  get draft(): IDraft {
    return this._draft;
  }

  /** The monitor as it was when the form was opened. */
  get before(): Monitor | null {
    return this._before;
  }

  /** What can be written for the model: `churn/3`, `churn@production`. */
  get versions(): readonly string[] {
    return this._versions;
  }

  /** The columns that the monitor has seen. */
  get columns(): readonly string[] {
    return this._columns;
  }

  /** Whether an answer is on its way. */
  get sending(): boolean {
    return this._sending;
  }

  /** What the server said of the draft. */
  get refused(): ApiError | null {
    return this._refused;
  }

  set(change: Partial<IDraft>): void {
    this._draft = { ...this._draft, ...change };
    this._refused = null;
    this.tell();
  }

  /** Make or change the monitor; null where the server refused, which is kept. */
  async send(): Promise<Monitor | null> {
    const { monitors } = this.api;
    this._sending = true;
    this._refused = null;
    this.tell();
    try {
      return this._before
        ? await monitors.edit(
            this._before.id,
            editOf(this._draft, this._before)
          )
        : await monitors.create(bodyOf(this._draft));
    } catch (reason) {
      this._refused = ApiError.from(reason);
      return null;
    } finally {
      this._sending = false;
      this.tell();
    }
  }

  protected override async ask(signal: AbortSignal): Promise<void> {
    const [models, details] = await Promise.all([
      this.api.registry.listModels({ limit: MOST }, { signal }),
      this.monitor !== null && !this._before
        ? this.api.monitors.get(this.monitor, {}, { signal })
        : null
    ]);
    this._versions = models.rows.flatMap(row => [
      ...(row.production.length > 0 ? [`${row.name}@production`] : []),
      ...(row.staging.length > 0 ? [`${row.name}@staging`] : []),
      ...Array.from(
        { length: Math.min(20, row.newest?.version ?? 0) },
        (_, at) => `${row.name}/${row.newest!.version - at}`
      )
    ]);
    if (details) {
      this._before = details.row.monitor;
      this._columns = details.columns.filter(name => name !== '');
      this._draft = draftOf(details.row.monitor);
    }
  }

  protected override concerns(): boolean {
    return false;
  }

  private _draft: IDraft;
  private _before: Monitor | null = null;
  private _versions: readonly string[] = [];
  private _columns: readonly string[] = [];
  private _sending = false;
  private _refused: ApiError | null = null;
}
