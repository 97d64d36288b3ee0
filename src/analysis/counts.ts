/** What is known of the retries of a request. */
export interface Counts {
  /** Infinite where it is unknown. */
  readonly retries: number;
  /** Equal to `retries` where no retry is left. */
  readonly retriedCount: number;
  /** Whether more retries may have been made than `retriedCount`: any number up to `retries`. */
  readonly moreRetries: boolean;
}

/** Whether no retry is left: what is possible. */
export const exhaustedIn = ({ retries, retriedCount, moreRetries }: Counts): readonly boolean[] =>
  retriedCount === retries ? [true] : moreRetries ? [false, true] : [false];

/** What a step shows of the retries. */
export interface CountChange {
  /** Whether a retry was made. */
  readonly retried: boolean;
  /** Whether no retry was left. */
  readonly exhausted: boolean;
}

export const countsAfter = (
  { retries, retriedCount, moreRetries }: Counts,
  { retried, exhausted }: CountChange,
): Counts => ({ retries, retriedCount: exhausted ? retries : retriedCount + (retried ? 1 : 0), moreRetries });
