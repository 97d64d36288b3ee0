import { readFileSync } from "node:fs";
import { REQUEST_STATES } from "ess-request-machine";
import {
  type ConformanceAdapter,
  ConformanceError,
  type ConformanceOptions,
  conformance,
  formatReport,
  replayScenario,
} from "ess-request-machine/testing";
import { describe, expect, test } from "vitest";
import { adapterFor } from "./kit/adapter.js";
import { DEPTH } from "./kit/faulty-depth.js";
import { LEFTOVERS } from "./kit/faulty-leftovers.js";
import { MALFORMED, TIMES } from "./kit/faulty-times.js";
import { VALUES } from "./kit/faulty-values.js";
import { FAULTY } from "./support/faulty-implementations.js";
import { implementation } from "./support/implementations.js";

/** The kit accepts correct implementations, and detects faulty ones. `npm run check:kit` tries many more of those. */

const HANDLE = /handle-\d+-of|handle-of-|own-handle/;

async function failureOf<Key>(
  adapter: ConformanceAdapter<Key>,
  options: ConformanceOptions = {},
): Promise<ConformanceError> {
  const error = await conformance(adapter, options).catch((thrown: unknown) => thrown);
  if (!(error instanceof ConformanceError)) throw new Error("Expected a ConformanceError.", { cause: error });
  expect(error.message).not.toMatch(HANDLE);
  return error;
}

describe("a correct implementation passes:", () => {
  test("a store whose handles are unique over all requests, and which returns its own rows", async () => {
    const ids: string[] = [];
    const store = adapterFor();
    const create: typeof store.create = (request) => {
      ids.push(request.requestId);
      return store.create(request);
    };
    const report = await conformance({ ...store, create }, { coverage: "full", numRuns: 5 });
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(["1", "9007199254740992", "9223372036854775807"]));
    expect([...report.states.covered].sort()).toEqual([...REQUEST_STATES].sort());
    expect(report.compared.httpStatus).toBe(report.steps);
    expect(report).toMatchObject({ seed: 1, unsupported: 0 });
    expect(report.executions).toBeGreaterThan(16);
  });

  const few = { maxSteps: 6, numRuns: 2 };

  test("an asynchronous one, with several scenarios at the same time and the same report", async () => {
    const correct = adapterFor();
    const tick = () => new Promise((resolve) => setImmediate(resolve));
    const slow: ConformanceAdapter<string> = {
      create: async (request) => tick().then(() => correct.create(request)),
      applyExecutionStatus: async (id, input) => tick().then(() => correct.applyExecutionStatus(id, input)),
      applyLifecycleEvent: async (id, event) => tick().then(() => correct.applyLifecycleEvent(id, event)),
      read: async (id) => tick().then(() => correct.read(id)),
    };
    expect(await conformance(slow, { ...few, parallel: 8 })).toEqual(await conformance(adapterFor(), few));
  });
});

const DETECTED: Readonly<Record<string, () => ConformanceAdapter<string>>> = {
  ...Object.fromEntries(
    [
      [DEPTH, "the limit of retries is never reached after a real retry"],
      [VALUES, "texts are trimmed", "handles are compared without regard to case"],
      [TIMES, "times are stored in seconds"],
      [MALFORMED, "a handle in a list counts"],
      [LEFTOVERS, "a rejected start leaves its handle", "a cancellation ends other running requests"],
    ].flatMap(([stores, ...names]) =>
      (names as string[]).map((name) => [name, () => adapterFor((stores as typeof DEPTH)[name]!())]),
    ),
  ),
  ...Object.fromEntries(
    ["a late report overwrites the first", "a stale handle is accepted"].map((name) => [
      name,
      () => implementation(FAULTY[name]),
    ]),
  ),
};

describe("a faulty implementation is detected, with a counterexample of at most 8 steps that can be replayed:", () => {
  test.each(Object.entries(DETECTED))("%s", async (_, create) => {
    const failure = await failureOf(create());
    const { steps, created } = failure;
    expect(steps.length).toBeGreaterThan(0);
    expect(steps.length).toBeLessThanOrEqual(9);
    expect(failure.counterexample).toMatch(/^The implementation differs at step \d:\n {3}/m);
    expect(failure.message).not.toContain("Not deterministic");
    const replayed = await replayScenario(create(), steps, created).catch((error: ConformanceError) => error);
    expect(replayed).toMatchObject({ counterexample: failure.counterexample, steps });
    await expect(replayScenario(adapterFor(), steps, created)).resolves.toMatchObject({ requests: 1 });
  });
});

test("the counterexample of a stale handle is the one on the page", async () => {
  const failure = await failureOf(implementation(FAULTY["a stale handle is accepted"]));
  const shown = failure.message.replaceAll(/\d{16,}/g, "101");
  expect(shown).toMatch(/^Request 101 is created with 0 retries\.\n1\. dispatch\n/);
  expect(readFileSync(new URL("../docs/conformance.md", import.meta.url), "utf8")).toContain(shown);
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
    const report = await conformance(showingStates(), { maxSteps: 3, numRuns: 0 });
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
