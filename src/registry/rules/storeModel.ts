import type {
  RegistryEvent,
  Rules,
  RulesBody,
  StageRule,
  StoreChange
} from '../../api/types';
import { Followed } from '../../components/followed';
import type { IApi } from '../../tokens';

/** Changes of rules that are shown. */
const EVENTS = 200;

/** The rules that hold where a model has none of its own, and how they came to be. */
export class StoreRulesModel extends Followed {
  constructor(api: IApi, wait?: number) {
    super(api, wait);
  }

  get rules(): readonly StageRule[] {
    return this._rules;
  }

  /** Changes of the store's rules and of models', the newest first. */
  get events(): readonly RegistryEvent[] {
    return this._events;
  }

  /** How many changes there were. */
  get happened(): number {
    return this._happened;
  }

  async save(body: RulesBody): Promise<Rules> {
    const rules = await this.api.registry.setStoreRules(body);
    await this.refresh();
    return rules;
  }

  protected override async ask(signal: AbortSignal): Promise<void> {
    const { registry } = this.api;
    const [rules, history] = await Promise.all([
      registry.storeRules({ signal }),
      registry.rulesHistory(EVENTS, { signal })
    ]);
    this._rules = rules;
    this._events = history.events;
    this._happened = history.total;
  }

  protected override concerns(change: StoreChange): boolean {
    // Those of the whole store come as a reset: they concern every model.
    return (change.models ?? []).length > 0;
  }

  private _rules: readonly StageRule[] = [];
  private _events: readonly RegistryEvent[] = [];
  private _happened = 0;
}
