import {
  acceptedEvents,
  type ExecutionStatus,
  isAccepted,
  isExecutionStatus,
  type LifecycleEventName,
} from "../index.js";
import { type Candidate, keyOf, submitted, withoutDuplicates } from "./candidate.js";
import type { Gap } from "./history.js";
import { isPlaceholder, UNSEEN } from "./placeholders.js";
import { stepsFrom } from "./unknowns.js";

/**
 * The steps that a log may hide. They do not depend on the handles of a history, so they are computed on skeletons: a
 * skeleton is a candidate without earlier handles, with a placeholder as latest handle, and with at most as many
 * retries as make a difference. There are about a hundred skeletons; the steps from each are computed once.
 */

const PLACEHOLDER = "?0";

/** Hidden steps distinguish whether no retry is left, one, more, or an unknown number. */
const MANY_RETRIES = 2;

const isUnknown = (retries: number): boolean => retries === Number.POSITIVE_INFINITY;

/** A step that can happen unseen. */
export interface HiddenMove {
  readonly name: ExecutionStatus | LifecycleEventName;
  readonly skeleton: Candidate;
  /** Of the skeleton. */
  readonly key: string;
}

const beginsExecution = (name: string): boolean => name === "start" || name === "resume";

export function skeletonOf({ record, moreRetries, seenLater }: Candidate): Candidate {
  const { retries, retriedCount, cancelSeenAt } = record;
  const retriesLeft = retriedCount === retries ? 0 : retries - retriedCount;
  return anonymous({
    record: {
      ...record,
      retries: isUnknown(retriesLeft) ? retriesLeft : Math.min(retriesLeft, MANY_RETRIES),
      retriedCount: 0,
      cancelSeenAt: cancelSeenAt === null ? null : 0,
    },
    excluded: {},
    moreRetries,
    seenLater,
  });
}

function anonymous(candidate: Candidate): Candidate {
  const { record } = candidate;
  return record.requestHandle === null
    ? { ...candidate, record: { ...record, earlierHandles: [] }, excluded: {} }
    : {
        ...candidate,
        record: { ...record, requestHandle: PLACEHOLDER, earlierHandles: [] },
        excluded: { [PLACEHOLDER]: [] },
      };
}

/** Where several retries can be left, a hidden retry may represent more than one, if a callback can be hidden too. */
function afterHidden(name: string, candidate: Candidate, gap: Gap): Candidate {
  const skeleton = anonymous(candidate);
  if (name !== "retry" || gap === "events" || skeleton.record.retries < MANY_RETRIES) return skeleton;
  const retriedCount = isUnknown(skeleton.record.retries) ? 0 : 1;
  return { ...skeleton, record: { ...skeleton.record, retriedCount }, moreRetries: true };
}

const movesBySkeleton = new Map<string, readonly HiddenMove[]>();

/** Every accepted callback and event that can follow unseen. */
export function hiddenMoves(skeleton: Candidate, key: string, gap: Gap): readonly HiddenMove[] {
  const known = movesBySkeleton.get(`${gap} ${key}`);
  if (known !== undefined) return known;
  const moves = new Map<string, HiddenMove>();
  for (const name of acceptedEvents(skeleton.record.state)) {
    if (gap === "events" && isExecutionStatus(name)) continue;
    const input = isExecutionStatus(name) ? { callback: { status: name } } : { event: { type: name } };
    for (const { outcome, candidate } of stepsFrom(skeleton, input)) {
      if (!isAccepted(outcome)) continue;
      const next = afterHidden(name, candidate, gap);
      moves.set(`${name} ${keyOf(next)}`, { name, skeleton: next, key: keyOf(next) });
    }
  }
  movesBySkeleton.set(`${gap} ${key}`, [...moves.values()]);
  return [...moves.values()];
}

interface Reached {
  readonly skeleton: Candidate;
  readonly key: string;
  /** Whether an execution has begun on the way. */
  readonly isNewExecution: boolean;
}

/** The candidates after any number of hidden steps. */
export const afterGap = (candidates: readonly Candidate[], gap: Gap): readonly Candidate[] =>
  groupsOf(candidates).flatMap((alike) => afterGapOfAlike(alike, gap));

function groupsOf(candidates: readonly Candidate[]): readonly (readonly Candidate[])[] {
  const groups = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const key = surroundingsOf(candidate);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [candidate]);
    else group.push(candidate);
  }
  return [...groups.values()];
}

/** The parts of a candidate that hidden steps neither read nor change. */
const surroundingsOf = ({ record, excluded }: Candidate): string => {
  const { requestHandle, earlierHandles, retries, retriedCount, cancelSeenAt } = record;
  return JSON.stringify([requestHandle, earlierHandles, excluded, retries, retriedCount, cancelSeenAt ?? 0]);
};

/** Of candidates with the same surroundings. */
function afterGapOfAlike(candidates: readonly Candidate[], gap: Gap): readonly Candidate[] {
  const reached = new Map<string, Reached>();
  const reach = (skeleton: Candidate, key: string, isNewExecution: boolean): void => {
    const id = `${key} ${isNewExecution}`;
    if (!reached.has(id)) reached.set(id, { skeleton, key, isNewExecution });
  };
  for (const candidate of candidates) {
    const skeleton = skeletonOf(candidate);
    reach(skeleton, keyOf(skeleton), false);
  }
  // A Map's iterator also visits entries that are added during the iteration.
  for (const here of reached.values()) {
    for (const { name, skeleton, key } of hiddenMoves(here.skeleton, here.key, gap)) {
      reach(skeleton, key, here.isNewExecution || beginsExecution(name));
    }
  }
  return [...reached.values()].map((one) => restore(candidates[0] as Candidate, one));
}

/** The candidate that has the skeleton, and the handles, times and counts of the candidate before the gap. */
function restore({ record: before, excluded }: Candidate, { skeleton, isNewExecution }: Reached): Candidate {
  const { record } = skeleton;
  const isExhausted = record.retriedCount === record.retries;
  const counts = {
    retries: before.retries,
    retriedCount: isExhausted ? before.retries : before.retriedCount + record.retriedCount,
  };
  if (!isNewExecution) {
    const { requestHandle, earlierHandles } = before;
    const cancelSeenAt = record.cancelSeenAt === null ? null : (before.cancelSeenAt ?? 0);
    return { ...skeleton, record: { ...record, ...counts, requestHandle, earlierHandles, cancelSeenAt }, excluded };
  }
  const known = [before.requestHandle ?? UNSEEN, ...before.earlierHandles].filter((handle) => !isPlaceholder(handle));
  return {
    ...skeleton,
    record: { ...record, ...counts, earlierHandles: [...known, UNSEEN] },
    excluded: { [PLACEHOLDER]: [], [UNSEEN]: [] },
  };
}

let anywhere: readonly Candidate[] | undefined;

/** The candidates if nothing is known of a request: every position that a submitted request can reach. */
export function unknownCandidates(): readonly Candidate[] {
  anywhere ??= withoutDuplicates(afterGap([submitted(true), submitted(false)], true));
  return anywhere;
}
