import { applyExecutionStatus, applyLifecycleEvent, createRequest, REQUEST_STATES } from "ess-request-machine";
import { describe, expect, test } from "vitest";
import { EARLIER_HANDLES_KEPT } from "../src/updates.js";
import { type Broken, CAN_END, explore } from "./model-check/explore.js";
import { FAULTS, type Fault } from "./model-check/faults.js";
import { LAWS, type Law } from "./model-check/laws.js";
import { machineAgrees } from "./model-check/machine-agrees.js";
import { edgeFrom, isAccepted, type Library, type Node, nodeAfter, rootOf } from "./model-check/model.js";
import { handleOf, stepsWithin } from "./model-check/steps.js";
import { storyOf } from "./model-check/story.js";

/**
 * The whole life of one request, within bounds: every node that can be reached, and everything that may come there.
 *
 * Three executions are enough: the latest, the one before it, and one before that. An execution that is over leaves its
 * handle behind, and a text if it paused: a fourth could but lengthen the list of earlier handles, and where that list is
 * full is explored by itself. Three are also what it takes to use up two retries.
 */

const library: Library = { applyExecutionStatus, applyLifecycleEvent };

const submitted = (retries: readonly number[]): readonly Node[] =>
  retries.flatMap((allowed) =>
    [true, false].map((validated) => rootOf(createRequest({ requestId: 7, retries: allowed, validated }))),
  );

const lawsAnd = (machine: Law) => ({ ...LAWS, "the machine agrees": machine });

/** Explores, and says what that came to: on a line if all is well, else as the shortest story of what is not. */
function explored(title: string, roots: readonly Node[], executions: number) {
  const machine = machineAgrees();
  const began = performance.now();
  const { broken, ...result } = explore({
    library,
    roots,
    stepsAt: stepsWithin(executions),
    laws: lawsAnd(machine.law),
  });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  if (broken !== undefined) throw new Error(storyOf(broken));
  const { nodes, edges, states } = result;
  console.log(`Model check, ${title}: ${nodes} nodes, ${edges} edges, ${states.size} states; ${seconds} s`);
  return { nodes, edges, states: [...states].sort(), machine: machine.asked() };
}

describe("every law holds on every edge, and every request can end", () => {
  test("with up to three executions and two retries", () => {
    expect(explored("3 executions, 0 to 2 retries", submitted([0, 1, 2]), 3)).toEqual({
      nodes: 4559,
      edges: 1_246_650,
      states: [...REQUEST_STATES].sort(),
      machine: 17_290,
    });
  });

  test("with all the earlier handles that a record keeps, and one that it forgets", () => {
    const executions = EARLIER_HANDLES_KEPT + 2;
    expect(explored(`the last of ${executions} executions`, [waitingAfter(executions - 1)], executions)).toMatchObject({
      nodes: 220,
      edges: 158_935,
      machine: 1615,
    });
  });
});

describe("a planted fault is told by the law that it breaks, with a shortest path", () => {
  // Whether a request can end is asked last, when no edge has broken a law; the machine would tell of this one before.
  const lawsFor = (breaks: string) => (breaks === CAN_END ? LAWS : lawsAnd(machineAgrees().law));
  const brokenBy = ({ library: faulty, breaks }: Fault): Broken =>
    explore({ library: faulty, roots: submitted([1]), stepsAt: stepsWithin(2), laws: lawsFor(breaks) }).broken!;

  test.each(FAULTS)("$title", (fault) => {
    const { law, path } = brokenBy(fault);
    expect({ breaks: law, steps: path.length }).toEqual({ breaks: fault.breaks, steps: fault.steps });
  });

  test("every law has one", () => {
    const laws = [...Object.keys(lawsAnd(machineAgrees().law)), CAN_END];
    expect([...new Set(FAULTS.map(({ breaks }) => breaks))].sort()).toEqual(laws.sort());
  });

  test("as a story, and no handle in it", () => {
    const fault = FAULTS.find(({ title }) => title === "an earlier execution may speak for the latest")!;
    expect(storyOf(brokenBy(fault))).toBe(
      `Broken: a callback whose handle is not the latest changes nothing.
A request in WAIT, retries allowed: 1.
1. dispatch: dispatch moved request 7 from WAIT to READY. Nothing is owed.
2. start, another handle: start moved request 7 from READY to RUNNING. Owed next: invokeJob.
3. PAUSE, the latest handle: PAUSE moved request 7 from RUNNING to PAUSED. Owed next: startSubRequests.
4. resume, another handle: resume moved request 7 from PAUSED to RUNNING. Owed next: invokeJob.
5. SUCCESS, an earlier handle: SUCCESS moved request 7 from RUNNING to COMPLETED. Owed next: runPostProcessing.`,
    );
  });
});

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
