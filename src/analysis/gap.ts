import {
  acceptedEvents,
  type ExecutionStatus,
  isAccepted,
  isExecutionStatus,
  type LifecycleEventName,
} from "../index.js";
import { type Candidate, submitted } from "./candidate.js";
import { combine } from "./combine.js";
import { type Counts, countsAfter, exhaustedIn } from "./counts.js";
import { withUnseenExecutions } from "./handles.js";
import type { Gap } from "./history.js";
import { readCallback, readEvent } from "./input.js";
import { cacheBy, cached, groupsOf, LATEST, OTHER, type Position, type Positions, setOf } from "./positions.js";
import { type Step, stepsFrom } from "./steps.js";

/** The steps that a log may hide. They do not depend on handles and times, so they are computed once. */

/** Hidden steps distinguish whether no retry is left, one, more, or an unknown number. */
const MANY_RETRIES = 2;

/** A position, with at most as many retries as make a difference. */
export interface Skeleton {
  readonly position: Position;
  readonly counts: Counts;
  /** Equal for equal skeletons. */
  readonly key: string;
}

/** A step that can happen unseen. */
export interface HiddenMove {
  readonly name: ExecutionStatus | LifecycleEventName;
  readonly skeleton: Skeleton;
  /** Whether an execution has begun. */
  readonly begins: boolean;
}

const textOf = ({ retries, retriedCount, moreRetries }: Counts): string => `${retries} ${retriedCount} ${moreRetries}`;

const skeletonWith = (position: Position, counts: Counts): Skeleton => ({
  position,
  counts,
  key: `${position.bit} ${textOf(counts)}`,
});

function countsLeft({ retries, retriedCount, moreRetries }: Counts): Counts {
  const left = retriedCount === retries ? 0 : retries - retriedCount;
  return { retries: Math.min(left, MANY_RETRIES), retriedCount: 0, moreRetries };
}

/** The skeletons of a candidate. */
export const skeletonsOf = (candidate: Candidate): readonly Skeleton[] =>
  candidate.positions.members.map((position) => skeletonWith(position, countsLeft(candidate)));

/** A hidden retry may represent more than one, if a callback can be hidden too. */
function afterHiddenRetry(counts: Counts, gap: Gap): Counts {
  if (gap !== true) return counts;
  return { retries: counts.retries, retriedCount: 1, moreRetries: true };
}

const movesBySkeleton = new Map<string, readonly HiddenMove[]>();

/** Every accepted callback and event that can follow unseen. */
export const hiddenMoves = ({ position, counts, key }: Skeleton, gap: Gap): readonly HiddenMove[] =>
  cached(movesBySkeleton, `${gap} ${key}`, () => {
    const moves = new Map<string, HiddenMove>();
    for (const name of acceptedEvents(position.record.state)) {
      if (gap !== true && isExecutionStatus(name)) continue;
      for (const step of acceptedSteps(position, name, exhaustedIn(counts))) {
        const after = countsAfter(counts, step);
        const skeleton = skeletonWith(step.position, step.retried ? afterHiddenRetry(after, gap) : after);
        moves.set(`${name} ${skeleton.key}`, { name, skeleton, begins: step.begins });
      }
    }
    return [...moves.values()];
  });

function acceptedSteps(position: Position, name: HiddenMove["name"], exhausted: readonly boolean[]): readonly Step[] {
  const input = isExecutionStatus(name) ? readCallback({ status: name }) : readEvent({ type: name });
  return ([LATEST, OTHER] as const).flatMap((sender) =>
    stepsFrom(position, input, sender, { exhausted }).filter(({ outcome }) => isAccepted(outcome)),
  );
}

/** What hidden steps change in a candidate. */
interface HiddenChange {
  /** Whether an execution has begun. */
  readonly begins: boolean;
  readonly counts: Counts;
  readonly positions: Positions;
}

const changesCache = cacheBy<Positions, readonly HiddenChange[]>();

/** The candidates after any number of hidden steps. */
export function afterGap(candidate: Candidate, gap: Gap): readonly Candidate[] {
  const left = countsLeft(candidate);
  const changes = changesCache(candidate.positions, `${gap} ${textOf(left)}`, () =>
    hiddenChanges(skeletonsOf(candidate), gap),
  );
  return changes.map((change) => afterChange(candidate, change));
}

type Reached = Pick<HiddenMove, "skeleton" | "begins">;

function hiddenChanges(skeletons: readonly Skeleton[], gap: Gap): readonly HiddenChange[] {
  const reached = new Map<string, Reached>();
  const reach = (move: Reached): void => {
    reached.set(`${move.skeleton.key} ${move.begins}`, move);
  };
  for (const skeleton of skeletons) reach({ skeleton, begins: false });
  // A Map's iterator also visits entries that are added during the iteration.
  for (const here of reached.values()) {
    for (const move of hiddenMoves(here.skeleton, gap))
      reach({ skeleton: move.skeleton, begins: here.begins || move.begins });
  }
  return groupsOf([...reached.values()], ({ skeleton, begins }) => `${begins} ${textOf(skeleton.counts)}`).map(
    (alike) => ({
      begins: alike[0].begins,
      counts: alike[0].skeleton.counts,
      positions: setOf(alike.map(({ skeleton }) => skeleton.position)),
    }),
  );
}

/** The counts of the change are relative to those of the candidate. */
function afterChange(candidate: Candidate, { begins, counts, positions }: HiddenChange): Candidate {
  const { retries, retriedCount } = candidate;
  const isExhausted = counts.retriedCount === counts.retries;
  return {
    ...candidate,
    retriedCount: isExhausted ? retries : retriedCount + counts.retriedCount,
    moreRetries: counts.moreRetries,
    ...(begins && withUnseenExecutions(candidate)),
    cancelSeenAt: begins ? 0 : candidate.cancelSeenAt,
    positions,
  };
}

let anywhere: readonly Candidate[] | undefined;

/** The candidates if nothing is known of a request: every position that a submitted request can reach. */
export function unknownCandidates(): readonly Candidate[] {
  anywhere ??= combine(afterGap(submitted(), true));
  return anywhere;
}
