import { ApiError } from '../../api/error';
import type {
  Me,
  ModelCard,
  ModelDetails,
  ModelVersion,
  RegistryCheck,
  RegistryEvent,
  Rules,
  RulesBody,
  StageRule,
  StoreChange
} from '../../api/types';
import type { IApi } from '../../tokens';
import { Followed } from '../../components/followed';
import { renamedTo } from '../words';

/** What the tabs of a model's page are. */
export const TABS = ['versions', 'history', 'card', 'rules'] as const;

export type Tab = (typeof TABS)[number];

/** Versions in the first answer; more are asked for by a button. */
const VERSIONS = 100;

/** Events in the answer: a history longer than that is told from its newest end; a date reaches the rest. */
const EVENTS = 1000;

/** A registered model with its versions and its history, as new as the store. */
export class ModelPageModel extends Followed {
  constructor(
    api: IApi,
    private _name: string,
    private _tab: Tab = 'versions',
    wait?: number
  ) {
    super(api, wait);
  }

  get name(): string {
    return this._name;
  }

  get tab(): Tab {
    return this._tab;
  }

  set tab(tab: Tab) {
    if (tab !== this._tab) {
      this._tab = tab;
      this.tell();
      void this.refresh();
    }
  }

  get details(): ModelDetails | null {
    return this._details;
  }

  /** The newest first. */
  get versions(): readonly ModelVersion[] {
    return this._versions;
  }

  /** How many comments there are on a version. */
  comments(version: number): number {
    return this._comments[version] ?? 0;
  }

  /** How many versions there are. */
  get total(): number {
    return this._total;
  }

  /** The newest first. */
  get events(): readonly RegistryEvent[] {
    return this._events;
  }

  /** How many events there are. */
  get happened(): number {
    return this._happened;
  }

  /** Whether the whole registry's history is whole; asked for by the tab that shows it. */
  get check(): RegistryCheck | null {
    return this._check;
  }

  /** Asked for by the tab that shows it. */
  get card(): ModelCard | null {
    return this._card;
  }

  /** What holds where the model has no rules of its own. */
  get storeRules(): readonly StageRule[] | null {
    return this._storeRules;
  }

  /** Who looks at it. */
  get me(): Me | null {
    return this._me;
  }

  /** Whether the model was deleted; its history stays. */
  get gone(): boolean {
    return this._gone;
  }

  version(number: number): ModelVersion | undefined {
    return this._versions.find(one => one.version === number);
  }

  /** The model has another name now. */
  renamed(name: string): void {
    this._name = name;
    void this.refresh();
  }

  /** Show all versions. */
  async more(): Promise<void> {
    this._limit = Math.min(1000, this._total);
    await this.refresh();
  }

  /** Keep the card as a person wrote it; an empty one is written anew from what is known. */
  async saveCard(card: string): Promise<void> {
    await this.api.registry.editModel(this._name, { card });
    await this.refresh();
  }

  async saveRules(body: RulesBody): Promise<Rules> {
    const rules = await this.api.registry.setRules(this._name, body);
    await this.refresh();
    return rules;
  }

  protected override async ask(signal: AbortSignal): Promise<void> {
    try {
      await this._ask(signal);
      this._gone = false;
    } catch (reason) {
      if (ApiError.from(reason).code !== 'not_found') {
        throw reason;
      }
      await this._look(signal, reason);
    }
  }

  protected override concerns(change: StoreChange): boolean {
    return (change.models ?? []).includes(this._name);
  }

  private async _ask(signal: AbortSignal): Promise<void> {
    const { registry } = this.api;
    const name = this._name;
    const [details, versions, history, me, check, card, rules] =
      await Promise.all([
        registry.getModel(name, { signal }),
        registry.listVersions(name, this._limit, { signal }),
        registry.history(name, EVENTS, { signal }),
        this._me ?? registry.me({ signal }),
        this._tab === 'history' ? registry.check({ signal }) : this._check,
        this._tab === 'card' ? registry.card(name, { signal }) : this._card,
        this._tab === 'rules'
          ? registry.storeRules({ signal })
          : this._storeRules
      ]);
    this._details = details;
    this._versions = versions.versions;
    this._total = versions.total;
    this._comments = versions.comments;
    this._events = history.events;
    this._happened = history.total;
    this._me = me;
    this._check = check;
    this._card = card;
    this._storeRules = rules;
  }

  /** Somebody renamed or deleted it: its history still stands under the old name. */
  private async _look(signal: AbortSignal, reason: unknown): Promise<void> {
    const { events } = await this.api.registry.history(this._name, EVENTS, {
      signal
    });
    const [last] = events;
    const name = last && (renamedTo(last) ?? last.model);
    if (last?.kind === 'model deleted') {
      this._gone = true;
      this._events = events;
    } else if (last && name !== this._name) {
      this._name = name;
      await this._ask(signal);
    } else {
      throw reason;
    }
  }

  private _details: ModelDetails | null = null;
  private _versions: readonly ModelVersion[] = [];
  private _total = 0;
  private _comments: Record<string, number> = {};
  private _limit = VERSIONS;
  private _events: readonly RegistryEvent[] = [];
  private _happened = 0;
  private _check: RegistryCheck | null = null;
  private _card: ModelCard | null = null;
  private _storeRules: readonly StageRule[] | null = null;
  private _me: Me | null = null;
  private _gone = false;
}
