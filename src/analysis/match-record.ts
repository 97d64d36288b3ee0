import type { Candidate } from "./candidate.js";
import type { ObservedRecord } from "./history.js";
import { matchEarlierHandles, matchRequestHandle } from "./match-handles.js";

type Match = (candidate: Candidate, observed: ObservedRecord) => readonly Candidate[];

/** Members that are known in every candidate. */
const KNOWN_MEMBERS = ["state", "reportedStatus", "executableState", "errorType", "timedOut"] as const;

const hasKnownMembers = ({ record }: Candidate, observed: ObservedRecord): boolean =>
  KNOWN_MEMBERS.every((member) => observed[member] === undefined || observed[member] === record[member]);

const matchAttempt: Match = (candidate, { attempt }) =>
  attempt === undefined || (attempt === 0) === (candidate.record.attempt === 0) ? [candidate] : [];

const withCounts = (candidate: Candidate, retries: number, retriedCount: number): readonly Candidate[] => {
  const { record, moreRetries } = candidate;
  const isRetryDue = record.state === "ERROR_AUTO_RETRY";
  if (isRetryDue ? retriedCount >= retries : retriedCount > retries) return [];
  return [
    {
      ...candidate,
      record: { ...record, retries, retriedCount },
      moreRetries: moreRetries && retriedCount < retries,
    },
  ];
};

const matchRetries: Match = (candidate, { retries }) => {
  const { record } = candidate;
  if (retries === undefined || retries === record.retries) return [candidate];
  if (Number.isFinite(record.retries)) return [];
  return withCounts(candidate, retries, Number.isFinite(record.retriedCount) ? record.retriedCount : retries);
};

const matchRetriedCount: Match = (candidate, { retriedCount }) => {
  const { record, moreRetries } = candidate;
  if (retriedCount === undefined || !Number.isFinite(record.retriedCount)) return [candidate];
  if (!moreRetries) return retriedCount === record.retriedCount ? [candidate] : [];
  if (retriedCount < record.retriedCount) return [];
  return withCounts({ ...candidate, moreRetries: !Number.isFinite(record.retries) }, record.retries, retriedCount);
};

const matchCancelSeenAt: Match = (candidate, { cancelSeenAt }) => {
  const { record, seenLater } = candidate;
  if (cancelSeenAt === undefined) return [candidate];
  if (cancelSeenAt === null || record.cancelSeenAt === null || !seenLater) {
    return cancelSeenAt === record.cancelSeenAt ? [candidate] : [];
  }
  if (cancelSeenAt < record.cancelSeenAt) return [];
  return [{ ...candidate, record: { ...record, cancelSeenAt }, seenLater: false }];
};

const MATCHES: readonly Match[] = [
  matchAttempt,
  matchRetries,
  matchRetriedCount,
  matchCancelSeenAt,
  (candidate, { requestHandle }) => matchRequestHandle(candidate, requestHandle),
  (candidate, { earlierHandles }) => matchEarlierHandles(candidate, earlierHandles),
];

/** The candidates in which the record is as observed, with what the observation adds to the candidate. */
export function matchRecord(candidate: Candidate, observed: ObservedRecord): readonly Candidate[] {
  if (!hasKnownMembers(candidate, observed)) return [];
  let candidates: readonly Candidate[] = [candidate];
  for (const match of MATCHES) candidates = candidates.flatMap((one) => match(one, observed));
  return candidates;
}

/** The observed members of a record for a candidate, without handles. */
export const shownRecord = ({ record }: Candidate, observed: ObservedRecord): ObservedRecord =>
  Object.fromEntries(
    KNOWN_MEMBERS.filter((member) => observed[member] !== undefined).map((member) => [member, record[member]]),
  );
