import { readFileSync } from "node:fs";
import { REQUEST_STATES } from "ess-request-machine";
import { type ConformanceAdapter, conformance, formatReport } from "ess-request-machine/testing";
import { describe, expect, test } from "vitest";
import { Selection } from "../../src/testing/selection.js";
import { systematicPart } from "../../src/testing/systematic.js";
import { expectReplayable, failureOf } from "../support/conformance-failure.js";
import { FAULTY } from "../support/faulty-implementations.js";
import { implementation } from "../support/implementations.js";

/**
 * The kit accepts the library itself, and detects planted faults. `npm run test:long` and `npm run check:kit` try an
 * independent implementation, with many more faults.
 */

describe("a correct implementation passes:", () => {
  test("with full coverage and every state", async () => {
    const correct = implementation();
    const ids: string[] = [];
    const create: typeof correct.create = (request) => {
      ids.push(request.requestId);
      return correct.create(request);
    };
    const report = await conformance({ ...correct, create }, { coverage: "full", numRuns: 5 });
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(["1", "9007199254740992", "9223372036854775807", "4294967295"]));
    expect([...report.states.covered].sort()).toEqual([...REQUEST_STATES].sort());
    expect(report).toMatchObject({ seed: 1, unsupported: 0 });
    expect(report.executions).toBeGreaterThan(16);
  });

  const few = { maxSteps: 6, numRuns: 2 };

  test("an asynchronous one, with several scenarios at the same time and the same report", async () => {
    const correct = implementation();
    const tick = () => new Promise((resolve) => setImmediate(resolve));
    const slow: ConformanceAdapter<string> = {
      create: async (request) => tick().then(() => correct.create(request)),
      applyExecutionStatus: async (id, input) => tick().then(() => correct.applyExecutionStatus(id, input)),
      applyLifecycleEvent: async (id, event) => tick().then(() => correct.applyLifecycleEvent(id, event)),
      read: async (id) => tick().then(() => correct.read(id)),
    };
    expect(await conformance(slow, { ...few, parallel: 8 })).toEqual(await conformance(implementation(), few));
  });
});

const DETECTED = [
  "a late report overwrites the first",
  "a stale handle is accepted",
  "the retry limit is off by one",
  "an absent message keeps the old one",
  "a request is force-cancelled a minute early",
  "a time-out ends the request",
] as const;

describe("a faulty implementation is detected, with a counterexample of at most 8 steps that can be replayed:", () => {
  test.each(DETECTED)("%s", (name) => expectReplayable(() => implementation(FAULTY[name]), implementation()));
});

test("the counterexample of a stale handle is the one on the page", async () => {
  const failure = await failureOf(implementation(FAULTY["a stale handle is accepted"]));
  const [, requestId] = /^Request (\d+) /.exec(failure.message)!;
  const shown = failure.message.replaceAll(new RegExp(`\\b${requestId}\\b`, "g"), "101");
  expect(shown).toMatch(/^Request 101 is created with 0 retries\.\n1\. dispatch\n/);
  expect(readFileSync(new URL("../../docs/conformance.md", import.meta.url), "utf8")).toContain(shown);
});

test("the same fault gives the same counterexample", async () => {
  const message = async () => (await failureOf(implementation(FAULTY["the retry limit is off by one"]))).message;
  expect(await message()).toBe(await message());
});

describe("an adapter that shows less", () => {
  const showingStates = (fault?: (typeof FAULTY)[string]): ConformanceAdapter<string> => {
    const { create, applyExecutionStatus, applyLifecycleEvent, read } = implementation(fault);
    return {
      create,
      applyExecutionStatus: (...sent) => void applyExecutionStatus(...sent),
      applyLifecycleEvent: (...sent) => void applyLifecycleEvent(...sent),
      read: async (id) => ({ state: (await read(id)).state }),
    };
  };

  test("is compared in the members that it shows, and the report lists the members never compared", async () => {
    const report = await conformance(showingStates(), { maxSteps: 3, numRuns: 0, seed: undefined });
    const { scenarios } = systematicPart(new Selection(), 5000);
    expect(report.requests).toBe(scenarios.filter(({ steps }) => steps.length <= 3).length);
    const shown = Object.entries(report.compared).filter(([, times]) => times > 0);
    expect(shown).toEqual([["state", report.requests + report.steps]]);
    expect(formatReport(report)).toMatch(
      /^compared: state \d+ times\nnever compared: kind, reason, effects, httpStatus, /m,
    );
  });

  test("still fails where a state is wrong", async () => {
    const { differences } = await failureOf(showingStates(FAULTY["a stale handle is accepted"]));
    expect(differences).toEqual(["state: expected RUNNING, but found COMPLETED."]);
  });
});
