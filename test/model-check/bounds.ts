import { applyExecutionStatus, applyLifecycleEvent, createRequest } from "ess-request-machine";
import { MAX_EARLIER_HANDLES } from "../../src/lifecycle/assign-actions.js";
import { counterexampleOf } from "./counterexample.js";
import { type Explored, explore } from "./explore.js";
import type { Law } from "./laws.js";
import { edgeFrom, isAccepted, type Library, type Node, nodeAfter, rootOf } from "./model.js";
import { handleOf, stepsWithin } from "./steps.js";

/**
 * The bounds of the model check: every reachable node of one request, and every input there.
 *
 * Three executions are enough: the latest, the previous one, and one before that. A past execution leaves only its handle,
 * and a text if it paused. A fourth would only lengthen the list of earlier handles, and the full list is explored
 * separately. Three executions also use up two retries.
 */

const library: Library = { applyExecutionStatus, applyLifecycleEvent };

export const submitted = (retries: readonly number[]): readonly Node[] =>
  retries.flatMap((allowed) =>
    [true, false].map((validated) => rootOf(createRequest({ requestId: 7, retries: allowed, validated }))),
  );

/** A request that an operator has recovered this many times. */
function waitingAfter(executions: number): Node {
  const once = ["dispatch", "start", "manualRecoveryRequired", "recover"] as const;
  let node = rootOf(createRequest({ requestId: 7 }));
  for (let number = 1; number <= executions; number += 1) {
    for (const type of once) {
      const edge = edgeFrom(node, { event: { type, requestHandle: handleOf(number) } }, library);
      if (!isAccepted(edge.outcome)) throw new Error(`${type} had no effect.`);
      node = nodeAfter(edge, edge.outcome);
    }
  }
  return node;
}

/** From which records the exploration starts, and how many executions it allows. */
export const BOUNDS = {
  few: { title: "3 executions, 0 to 2 retries", roots: submitted([0, 1, 2]), executions: 3 },
  many: {
    title: `the last of ${MAX_EARLIER_HANDLES + 2} executions`,
    roots: [waitingAfter(MAX_EARLIER_HANDLES + 1)],
    executions: MAX_EARLIER_HANDLES + 2,
  },
} as const;

export interface Bounds {
  readonly roots: readonly Node[];
  readonly executions: number;
}

/** Throws the counterexample if a law is broken. */
export function exploreWithin({ roots, executions }: Bounds, laws: Readonly<Record<string, Law>>): Explored {
  const explored = explore({ library, roots, stepsAt: stepsWithin(executions), laws });
  if (explored.broken !== undefined) throw new Error(counterexampleOf(explored.broken));
  return explored;
}
