/** What is known of the retries of a request. */
export interface Counts {
  /** Infinite where it is unknown. */
  readonly retries: number;
  /** Equal to `retries` where no retry is left. */
  readonly retriedCount: number;
  /** Whether more retries may have been made than `retriedCount`: any number up to `retries`. */
  readonly moreRetries: boolean;
}

export type RetriesLeft = "none" | "some" | "unknown";

export function retriesLeft({ retries, retriedCount, moreRetries }: Counts): RetriesLeft {
  if (retriedCount === retries) return "none";
  return moreRetries ? "unknown" : "some";
}

export const countsOf = (retries: number, retriedCount: number, moreRetries: boolean): Counts => ({
  retries,
  retriedCount,
  moreRetries: moreRetries && retriedCount < retries,
});

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
): Counts => countsOf(retries, exhausted ? retries : retriedCount + (retried ? 1 : 0), moreRetries);
