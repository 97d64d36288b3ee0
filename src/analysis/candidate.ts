import { createRequest, type JobRequest } from "../index.js";
import { isPlaceholder } from "./placeholders.js";

/**
 * A candidate represents all records that a request may have at one point of its history and that behave alike.
 * `record` is one of them, so that the library's own functions can be applied to it; the other members say where the
 * real record may differ. Fields that no guard reads are equal in all candidates: the texts are null, and `attempt` is
 * 0 or 1.
 */
export interface Candidate {
  /** In it, an unknown handle is a placeholder, and an unknown number of retries is infinite. */
  readonly record: JobRequest;
  /** For each placeholder, the handles that it is not: those that occurred in the history and were others. */
  readonly excluded: Readonly<Record<string, readonly string[]>>;
  /** Whether more retries may have been made than `retriedCount`: any number up to `retries`. */
  readonly moreRetries: boolean;
  /** Whether the job may have been seen later than `cancelSeenAt`. */
  readonly seenLater: boolean;
}

/** The candidate for the record that an accepted input leaves, before which `candidate` was possible. */
export function candidateAfter(record: JobRequest, candidate: Candidate, isTimeUnknown: boolean): Candidate {
  return {
    record: record.attempt > 1 ? { ...record, attempt: 1 } : record,
    excluded: excludedIn(record, candidate.excluded),
    moreRetries: candidate.moreRetries && record.retriedCount < record.retries,
    seenLater: record.cancelSeenAt !== null && (candidate.seenLater || isTimeUnknown),
  };
}

const NOTHING_EXCLUDED: Candidate["excluded"] = Object.freeze({});

export function excludedIn({ requestHandle, earlierHandles }: JobRequest, excluded: Candidate["excluded"]) {
  const placeholders = [requestHandle ?? "", ...earlierHandles].filter(isPlaceholder);
  if (placeholders.length === 0) return NOTHING_EXCLUDED;
  return Object.fromEntries(placeholders.map((placeholder) => [placeholder, excluded[placeholder] ?? []]));
}

/** A request that was just submitted, with any number of retries. */
export const submitted = (validated: boolean): Candidate => ({
  record: { ...createRequest({ requestId: 1, validated }), retries: Number.POSITIVE_INFINITY },
  excluded: NOTHING_EXCLUDED,
  moreRetries: true,
  seenLater: false,
});

/** Equal candidates have equal keys. */
export function keyOf({ record, excluded, moreRetries, seenLater }: Candidate): string {
  const { state, requestHandle, earlierHandles, reportedStatus, executableState, errorType, timedOut } = record;
  const handles = `${requestHandle} ${earlierHandles} ${excluded === NOTHING_EXCLUDED ? "" : JSON.stringify(excluded)}`;
  const { attempt, retries, retriedCount, cancelSeenAt } = record;
  const counts = [attempt, retries, retriedCount, moreRetries, cancelSeenAt, seenLater].join(" ");
  return `${state} ${reportedStatus} ${executableState} ${errorType} ${timedOut} ${counts} ${handles}`;
}

export function withoutDuplicates(candidates: readonly Candidate[]): readonly Candidate[] {
  if (candidates.length < 2) return candidates;
  return [...new Map(candidates.map((candidate) => [keyOf(candidate), candidate])).values()];
}
