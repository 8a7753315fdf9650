/** Says that no server half answers below our address. */
export const SERVER_MISSING = 'server_missing';

/** Says that nothing answers at all. */
export const OFFLINE = 'offline';

/** The one error of every call to the server. */
export class ApiError extends Error {
  /**
   * @param code A stable word: one of the server's, `server_missing` or `offline`.
   * @param message A sentence that says what to do.
   * @param status The HTTP status; 0 when there was no answer.
   * @param body All that the answer said.
   */
  constructor(
    readonly code: string,
    message: string,
    readonly status: number,
    readonly body?: unknown
  ) {
    super(message);
    this.name = 'ApiError';
  }

  /** Whether the Python half of the package is not there. */
  get serverMissing(): boolean {
    return this.code === SERVER_MISSING;
  }

  /** What a person may paste into a report. */
  get details(): string {
    return `${this.code} (HTTP ${this.status}): ${this.message}`;
  }

  /** Make any thrown thing an `ApiError`. */
  static from(reason: unknown): ApiError {
    if (reason instanceof ApiError) {
      return reason;
    }
    return new ApiError(
      'error',
      reason instanceof Error ? reason.message : String(reason),
      0
    );
  }
}

/** Whether a request was given up by ourselves. */
export function isAborted(reason: unknown): boolean {
  return reason instanceof DOMException && reason.name === 'AbortError';
}
