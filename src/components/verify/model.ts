import { ISignal, Signal } from '@lumino/signaling';
import { ApiError, isAborted } from '../../api/error';
import type { VerificationJob } from '../../api/types';
import type { IApi } from '../../tokens';
import { Followed } from '../followed';

/** Milliseconds between two looks at how a verification stands. */
const PAUSE = 500;

/** A verification of one model on the server: begun, followed, cancelled. */
export class VerifyModel extends Followed {
  /**
   * @param reference What is verified, as `mltrack verify` takes it.
   * @param _pause Milliseconds between two looks.
   */
  constructor(
    api: IApi,
    readonly reference: string,
    private readonly _pause = PAUSE
  ) {
    super(api);
  }

  /** The verification that goes on, or the last one that was begun here. */
  get job(): VerificationJob | null {
    return this._job;
  }

  get running(): boolean {
    return this._starting || this._job?.status === 'running';
  }

  /** Whether it is who looks at it who can end it. */
  get mine(): boolean {
    return this._mine;
  }

  /** One ended; gives how. */
  get ended(): ISignal<this, VerificationJob> {
    return this._ended;
  }

  /**
   * Begin.
   *
   * @param here In the server's environment instead of the model's own.
   * @param trusted Loading may run code of whoever made the model.
   */
  async start(here: boolean, trusted: boolean): Promise<void> {
    this._starting = true;
    this._job = null;
    this.tell();
    try {
      const { reference } = this;
      this._job = await this.api.registry.verify({ reference, here, trusted });
      this._mine = true;
    } finally {
      this._starting = false;
      this.tell();
    }
    this._lookAgain();
  }

  /** Follow one that goes on already, begun by who looks at it. */
  takeUp(job: VerificationJob): void {
    this._mine = true;
    this._take(job);
  }

  async cancel(): Promise<void> {
    if (this._job) {
      this._take(await this.api.registry.cancelVerification(this._job.id));
    }
  }

  override dispose(): void {
    clearTimeout(this._looking);
    super.dispose();
  }

  /** Somebody may be verifying it already, in this window before a reload, or elsewhere. */
  protected override async ask(signal: AbortSignal): Promise<void> {
    if (this._starting || this._job) {
      return;
    }
    const { registry } = this.api;
    const jobs = await registry.listVerifications({ signal });
    const running = jobs.find(
      job => job.reference === this.reference && job.status === 'running'
    );
    if (running && !this._job) {
      this._mine = running.user === (await registry.me({ signal })).name;
      this._job = running;
      this._lookAgain();
    }
  }

  protected override concerns(): boolean {
    return false;
  }

  private _lookAgain(): void {
    clearTimeout(this._looking);
    if (this._job?.status === 'running' && !this.isDisposed) {
      this._looking = setTimeout(() => void this._look(), this._pause);
    }
  }

  private async _look(): Promise<void> {
    const id = this._job?.id;
    if (id === undefined) {
      return;
    }
    try {
      const job = await this.api.registry.getVerification(id);
      if (this._job?.id === id) {
        this._take(job);
      }
    } catch (reason) {
      const error = ApiError.from(reason);
      if (error.code === 'not_found' && this._job) {
        // The server was restarted, and its processes with it.
        const { code, message } = error;
        this._take({
          ...this._job,
          status: 'failed',
          problem: { code, message }
        });
      } else if (!isAborted(reason)) {
        // A server that is away for a moment goes on with it.
        this._lookAgain();
      }
    }
  }

  private _take(job: VerificationJob): void {
    this._job = job;
    this.tell();
    if (job.status === 'running') {
      this._lookAgain();
    } else if (!this.isDisposed) {
      this._ended.emit(job);
    }
  }

  private readonly _ended = new Signal<this, VerificationJob>(this);
  private _job: VerificationJob | null = null;
  private _mine = false;
  private _starting = false;
  private _looking: ReturnType<typeof setTimeout> | undefined;
}
