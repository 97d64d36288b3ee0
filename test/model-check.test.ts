import { REQUEST_STATES } from "ess-request-machine";
import { describe, expect, test } from "vitest";
import { type Broken, CAN_END, explore } from "./model-check/explore.js";
import { FAULTS, type Fault } from "./model-check/faults.js";
import { LAWS, type Law } from "./model-check/laws.js";
import { BOUNDS, explored, submitted } from "./model-check/lives.js";
import { machineAgrees } from "./model-check/machine-agrees.js";
import { stepsWithin } from "./model-check/steps.js";
import { storyOf } from "./model-check/story.js";

/** Every law on everything that can come of one request, and what a broken one looks like. `npm run check:model` asks XState more. */

const lawsAnd = (machine: Law) => ({ ...LAWS, "the machine agrees": machine });

describe("every law holds on every edge, and every request can end", () => {
  test("with up to three executions and two retries", () => {
    expect(explored(BOUNDS.few, machineAgrees())).toEqual({
      nodes: 4559,
      edges: 1_246_650,
      states: [...REQUEST_STATES].sort(),
      machine: 17_290,
    });
  });

  test("with all the earlier handles that a record keeps, and one that it forgets", () => {
    expect(explored(BOUNDS.many, machineAgrees())).toMatchObject({
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
