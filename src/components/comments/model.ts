import type { Comment, Me, StoreChange } from '../../api/types';
import type { CommentSubject, IApi } from '../../tokens';
import { Followed } from '../followed';

/** What people say about a run or a version. */
export class CommentsModel extends Followed {
  constructor(
    api: IApi,
    readonly about: CommentSubject,
    wait?: number
  ) {
    super(api, wait);
  }

  /** The oldest first. */
  get comments(): readonly Comment[] {
    return this._comments;
  }

  /** Whether an answer to what was said is on its way. */
  get sending(): boolean {
    return this._sending;
  }

  /** Whether who looks at it made a comment, and so may delete it. */
  isMine(comment: Comment): boolean {
    return comment.user === this._me?.name;
  }

  say(text: string): Promise<void> {
    return this._send(this.api.registry.comment(this.about, text));
  }

  remove(comment: Comment): Promise<void> {
    return this._send(this.api.registry.deleteComment(this.about, comment.id));
  }

  protected override async ask(signal: AbortSignal): Promise<void> {
    const { registry } = this.api;
    [this._comments, this._me] = await Promise.all([
      registry.comments(this.about, { signal }),
      this._me ?? registry.me({ signal })
    ]);
  }

  protected override concerns(change: StoreChange): boolean {
    const { about } = this;
    return 'run' in about
      ? change.runs.includes(about.run)
      : (change.models ?? []).includes(about.model);
  }

  private async _send(answer: Promise<Comment[]>): Promise<void> {
    this._sending = true;
    this.tell();
    try {
      this._comments = await answer;
    } finally {
      this._sending = false;
      this.tell();
    }
  }

  private _comments: readonly Comment[] = [];
  private _me: Me | null = null;
  private _sending = false;
}
