/** Options of a {@link StoreUnavailableError}. */
export interface StoreUnavailableOptions {
  /** After how many seconds the job may send again. Default: 1. */
  readonly retryAfterSeconds?: number | undefined;
  /** The error of the database driver. Neither the answer nor the log hook shows it. */
  readonly cause?: unknown;
}

/**
 * Thrown by `update` when the store cannot be reached or is too busy, and nothing was changed. The handler answers
 * 503 with Retry-After.
 */
export class StoreUnavailableError extends Error {
  /** Identifies the error, also across copies of this package. */
  override readonly name = "StoreUnavailableError";
  /** Goes into Retry-After. */
  readonly retryAfterSeconds: number;

  /**
   * Creates the error.
   *
   * @param message for your own log: neither the answer nor the log hook shows it
   * @param options when to send again, and the cause
   */
  constructor(message = "The store is unavailable.", { retryAfterSeconds = 1, cause }: StoreUnavailableOptions = {}) {
    super(message, { cause });
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Seconds for Retry-After, or undefined for any other error. Compares names: ESM and CommonJS have a class each. */
export function retryAfterOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || error.name !== "StoreUnavailableError") return undefined;
  const { retryAfterSeconds } = error as Partial<StoreUnavailableError>;
  return Number.isSafeInteger(retryAfterSeconds) && Number(retryAfterSeconds) >= 0 ? retryAfterSeconds : 1;
}
