import { applyExecutionStatus, applyLifecycleEvent, createRequest } from "ess-request-machine";
import { EARLIER_HANDLES_KEPT } from "../../src/lifecycle/assign-actions.js";
import { explore } from "./explore.js";
import { LAWS } from "./laws.js";
import type { machineAgrees } from "./machine-agrees.js";
import { edgeFrom, isAccepted, type Library, type Node, nodeAfter, rootOf } from "./model.js";
import { handleOf, stepsWithin } from "./steps.js";
import { storyOf } from "./story.js";

/**
 * The whole life of one request, within bounds: every node that can be reached, and everything that may come there.
 *
 * Three executions are enough: the latest, the one before it, and one before that. An execution that is over leaves its
 * handle behind, and a text if it paused: a fourth could but lengthen the list of earlier handles, and where that list is
 * full is explored by itself. Three are also what it takes to use up two retries.
 */

type Machine = ReturnType<typeof machineAgrees>;

const library: Library = { applyExecutionStatus, applyLifecycleEvent };

export const submitted = (retries: readonly number[]): readonly Node[] =>
  retries.flatMap((allowed) =>
    [true, false].map((validated) => rootOf(createRequest({ requestId: 7, retries: allowed, validated }))),
  );

/** A request that an operator has had run again and again. */
function waitingAfter(executions: number): Node {
  const once = ["dispatch", "start", "manualRecoveryRequired", "recover"] as const;
  let node = rootOf(createRequest({ requestId: 7 }));
  for (let number = 1; number <= executions; number += 1) {
    for (const type of once) {
      const edge = edgeFrom(node, { event: { type, requestHandle: handleOf(number) } }, library);
      if (!isAccepted(edge.outcome)) throw new Error(`${type} came to nothing.`);
      node = nodeAfter(edge, edge.outcome);
    }
  }
  return node;
}

/** Which lives are explored: where they begin, and how many executions they have. */
export const BOUNDS = {
  few: { title: "3 executions, 0 to 2 retries", roots: submitted([0, 1, 2]), executions: 3 },
  many: {
    title: `the last of ${EARLIER_HANDLES_KEPT + 2} executions`,
    roots: [waitingAfter(EARLIER_HANDLES_KEPT + 1)],
    executions: EARLIER_HANDLES_KEPT + 2,
  },
} as const;

/** Explores, and says what that came to: on a line if all is well, else as the shortest story of what is not. */
export function explored({ title, roots, executions }: (typeof BOUNDS)["few" | "many"], machine: Machine) {
  const began = performance.now();
  const laws = { ...LAWS, "the machine agrees": machine.law };
  const { broken, nodes, edges, states } = explore({ library, roots, stepsAt: stepsWithin(executions), laws });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  if (broken !== undefined) throw new Error(storyOf(broken));
  const asked = machine.asked();
  console.log(
    `Model check, ${title}: ${nodes} nodes, ${edges} edges, ${states.size} states; XState asked ${asked} times; ${seconds} s`,
  );
  return { nodes, edges, states: [...states].sort(), machine: asked };
}
