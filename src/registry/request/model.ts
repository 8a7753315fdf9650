import type {
  DecisionBody,
  Me,
  RequestDetails,
  StoreChange
} from '../../api/types';
import type { IApi } from '../../tokens';
import { Followed } from '../../components/followed';

/** A request with its evidence, as new as the store. */
export class RequestModel extends Followed {
  constructor(
    api: IApi,
    private readonly _id: string,
    wait?: number
  ) {
    super(api, wait);
  }

  /** What was asked for, until the whole id is known. */
  get id(): string {
    return this._details?.row.request.id ?? this._id;
  }

  get details(): RequestDetails | null {
    return this._details;
  }

  /** Who looks at it. */
  get me(): Me | null {
    return this._me;
  }

  /** Whether an answer is on its way. */
  get sending(): boolean {
    return this._sending;
  }

  /** Approve, reject or comment. */
  decide(body: DecisionBody): Promise<void> {
    return this._send(this.api.registry.decide(this.id, body));
  }

  withdraw(reason: string): Promise<void> {
    return this._send(this.api.registry.withdraw(this.id, reason));
  }

  protected override async ask(signal: AbortSignal): Promise<void> {
    const { registry } = this.api;
    [this._details, this._me] = await Promise.all([
      registry.getRequest(this.id, { signal }),
      this._me ?? registry.me({ signal })
    ]);
  }

  protected override concerns(change: StoreChange): boolean {
    const model = this._details?.row.request.model;
    return model === undefined || (change.models ?? []).includes(model);
  }

  private async _send(answer: Promise<RequestDetails>): Promise<void> {
    this._sending = true;
    this.tell();
    try {
      this._details = await answer;
    } finally {
      this._sending = false;
      this.tell();
    }
  }

  private _details: RequestDetails | null = null;
  private _me: Me | null = null;
  private _sending = false;
}
