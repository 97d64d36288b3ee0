import { createRequest } from "../index.js";
import { type Counts, countsAfter } from "./counts.js";
import { type Handles, withExecution } from "./handles.js";
import type { Input } from "./input.js";
import { type Positions, positionOf, setOf } from "./positions.js";
import type { Move } from "./steps.js";

/**
 * A candidate represents all records that a request may have at one point of its history with these handles, counts and
 * time: in one of the positions. Texts are not followed.
 */
export interface Candidate extends Handles, Counts {
  readonly positions: Positions;
  /** In positions with a time. Otherwise 0. */
  readonly cancelSeenAt: number;
}

/** A request that was just submitted, with any number of retries. */
export const submitted = (): Candidate => ({
  positions: setOf([true, false].map((validated) => positionOf(createRequest({ requestId: 1, validated })))),
  requestHandle: null,
  earlierHandles: [],
  past: [],
  excluded: {},
  retries: Number.POSITIVE_INFINITY,
  retriedCount: 0,
  moreRetries: true,
  cancelSeenAt: 0,
});

/** The candidate after a move of an input. */
export function afterMove(candidate: Candidate, move: Move, { handle, at = 0 }: Input): Candidate {
  const { requestHandle, earlierHandles, past, excluded } = candidate;
  const { cancelSeenAt } = candidate;
  const seenAt = move.seen === undefined ? cancelSeenAt : Math.max(cancelSeenAt, at + move.seen);
  return {
    positions: move.positions,
    ...(move.begins ? withExecution(candidate, handle) : { requestHandle, earlierHandles, past, excluded }),
    ...countsAfter(candidate, move),
    cancelSeenAt: move.begins ? 0 : seenAt,
  };
}
