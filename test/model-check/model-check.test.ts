import assert from "node:assert/strict";
import { REQUEST_STATES } from "ess-request-machine";
import { describe, expect, test } from "vitest";
import { BOUNDS, exploreWithin, submitted } from "./bounds.js";
import { counterexampleOf } from "./counterexample.js";
import { type Broken, CAN_END, explore } from "./explore.js";
import { FAULTS, type Fault } from "./faults.js";
import { LAWS } from "./laws.js";
import { MACHINE_AGREES, machineAgrees } from "./machine-agrees.js";
import { stepsWithin } from "./steps.js";

/**
 * Explores one request exhaustively within small bounds. `npm run check:model` does so within larger ones, and compares
 * every step with the XState machine.
 */

describe("every law holds on every step, and every request can end", () => {
  test("with up to two executions and one retry", () => {
    const { states } = exploreWithin({ roots: submitted([1]), executions: 2 }, LAWS);
    expect([...states].sort()).toEqual([...REQUEST_STATES].sort());
  });

  test("with all the earlier handles that a record keeps, and one that it forgets", () => {
    expect(exploreWithin(BOUNDS.many, LAWS).nodes).toBeGreaterThan(100);
  });
});

describe("the law detects a fault, with a shortest path", () => {
  const lawsFor = (law: string) => (law === MACHINE_AGREES ? { ...LAWS, [law]: machineAgrees() } : LAWS);
  function brokenBy({ title, library, breaks }: Fault): Broken {
    const { broken } = explore({ library, roots: submitted([1]), stepsAt: stepsWithin(2), laws: lawsFor(breaks) });
    assert(broken, `No law detects that ${title}. If that is right now, plant another fault.`);
    return broken;
  }

  test.each(FAULTS)("$title", (fault) => {
    const { law, path } = brokenBy(fault);
    expect({ breaks: law, steps: path.length }).toEqual({ breaks: fault.breaks, steps: fault.steps });
  });

  test("every law detects one", () => {
    const laws = [...Object.keys(LAWS), MACHINE_AGREES, CAN_END];
    expect([...new Set(FAULTS.map(({ breaks }) => breaks))].sort()).toEqual(laws.sort());
  });

  test("the counterexample explains each step and shows no handle", () => {
    const fault = FAULTS.find(({ title }) => title === "a callback of an earlier execution is accepted")!;
    const text = counterexampleOf(brokenBy(fault));
    expect(text.split("\n").map((line) => line.split(":")[0])).toEqual([
      "Broken",
      "A request in WAIT, retries allowed",
      "1. dispatch",
      "2. start, another handle",
      "3. PAUSE, the latest handle",
      "4. resume, another handle",
      "5. SUCCESS, an earlier handle",
    ]);
    expect(text).toContain("from RUNNING to COMPLETED");
    expect(text).not.toMatch(/handle-\d/);
  });
});
