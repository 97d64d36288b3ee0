import type { RequestState } from "../index.js";
import type { Candidate } from "./candidate.js";
import type { ObservedRecord } from "./history.js";
import { matchEarlierHandles, matchRequestHandle } from "./match-handles.js";
import { cacheBy, type Position, type Positions, positionOf, setOf } from "./positions.js";

type Match = (candidate: Candidate, observed: ObservedRecord) => readonly Candidate[];

/** Members that are known in every position. */
const KNOWN_MEMBERS = ["state", "reportedStatus", "executableState", "errorType", "timedOut"] as const;

function inPositions(candidate: Candidate, isPossible: (position: Position) => boolean): readonly Candidate[] {
  return [{ ...candidate, positions: setOf(candidate.positions.members.filter(isPossible)) }];
}

const withMembers = cacheBy<Positions, Positions>();

const matchKnownMembers: Match = (candidate, observed) => {
  const key = KNOWN_MEMBERS.map((member) => String(observed[member])).join();
  const positions = withMembers(candidate.positions, key, () =>
    setOf(
      candidate.positions.members.filter(({ record }) =>
        KNOWN_MEMBERS.every((member) => observed[member] === undefined || observed[member] === record[member]),
      ),
    ),
  );
  return [{ ...candidate, positions }];
};

const matchAttempt: Match = (candidate, { attempt }) =>
  attempt === undefined || (attempt === 0) === (candidate.requestHandle === null) ? [candidate] : [];

function withCounts(candidate: Candidate, retries: number, retriedCount: number): readonly Candidate[] {
  if (retriedCount > retries) return [];
  const counted = { ...candidate, retries, retriedCount };
  return retriedCount < retries ? [counted] : inPositions(counted, ({ record }) => record.state !== "ERROR_AUTO_RETRY");
}

const isExhausted = ({ retriedCount }: Candidate): boolean => !Number.isFinite(retriedCount);

const matchRetries: Match = (candidate, { retries }) => {
  if (retries === undefined || retries === candidate.retries) return [candidate];
  if (Number.isFinite(candidate.retries)) return [];
  return withCounts(candidate, retries, isExhausted(candidate) ? retries : candidate.retriedCount);
};

const matchRetriedCount: Match = (candidate, { retriedCount }) => {
  const { retries, moreRetries } = candidate;
  if (retriedCount === undefined || isExhausted(candidate)) return [candidate];
  if (!moreRetries) return retriedCount === candidate.retriedCount ? [candidate] : [];
  if (retriedCount < candidate.retriedCount) return [];
  return withCounts({ ...candidate, moreRetries: !Number.isFinite(retries) }, retries, retriedCount);
};

const matchCancelSeenAt: Match = (candidate, { cancelSeenAt }) => {
  if (cancelSeenAt === undefined) return [candidate];
  if (cancelSeenAt === null) return inPositions(candidate, ({ record }) => record.cancelSeenAt === null);
  return inPositions(
    candidate,
    ({ record, seenLater }) =>
      record.cancelSeenAt !== null &&
      (seenLater ? cancelSeenAt >= candidate.cancelSeenAt : cancelSeenAt === candidate.cancelSeenAt),
  ).map((found) => ({
    ...found,
    positions: setOf(found.positions.members.map(({ record }) => positionOf(record))),
    cancelSeenAt,
  }));
};

const MATCHES: readonly Match[] = [
  matchKnownMembers,
  matchAttempt,
  matchRetries,
  matchRetriedCount,
  matchCancelSeenAt,
  (candidate, { requestHandle }) => matchRequestHandle(candidate, requestHandle),
  (candidate, { earlierHandles }) => matchEarlierHandles(candidate, earlierHandles),
];

/** The candidates in which the record is as observed, with what the observation adds to the candidate. */
export const matchRecord = (candidate: Candidate, observed: ObservedRecord): readonly Candidate[] =>
  MATCHES.reduce<readonly Candidate[]>(
    (candidates, match) => candidates.flatMap((one) => match(one, observed)),
    [candidate],
  );

/** The observed members of the records of a candidate, without handles. */
export function shownRecords(candidate: Candidate, observed: ObservedRecord): readonly ObservedRecord[] {
  const { positions, retries, retriedCount, moreRetries } = candidate;
  const isExact = Number.isFinite(retries);
  const counts = {
    ...(isExact && observed.retries !== undefined && { retries }),
    ...(isExact && !moreRetries && observed.retriedCount !== undefined && { retriedCount }),
  };
  return positions.members.map(({ record }) => ({
    ...Object.fromEntries(
      KNOWN_MEMBERS.filter((member) => observed[member] !== undefined).map((member) => [member, record[member]]),
    ),
    ...counts,
  }));
}

/** The candidate in the positions that have the state. */
export const inState = (candidate: Candidate, state: RequestState): readonly Candidate[] =>
  matchKnownMembers(candidate, { state });
