import { REQUEST_STATES } from "ess-request-machine";
import { type ConformanceAdapter, conformance } from "ess-request-machine/testing";
import { describe, expect, test } from "vitest";
import { adapterFor } from "../kit/adapter.js";
import { DEPTH } from "../kit/faulty-depth.js";
import { LEFTOVERS } from "../kit/faulty-leftovers.js";
import { MALFORMED, TIMES } from "../kit/faulty-times.js";
import { VALUES } from "../kit/faulty-values.js";
import { expectReplayable } from "../support/conformance-failure.js";

/** The kit with a store that another team might have written, and with faults of it. */

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

test("a correct implementation that creates its own handles, if unsupported steps are skipped", async () => {
  const skip = [
    { event: "start", reason: "HANDLE_REUSED" },
    { event: "resume", reason: "HANDLE_REUSED" },
    { event: "start", reason: "HANDLE_MISSING" },
    { event: "resume", reason: "HANDLE_MISSING" },
  ] as const;
  const report = await conformance(withOwnHandles(), {
    only: [{ state: "PAUSED" }],
    numRuns: 2,
    skip,
    coverage: "full",
  });
  expect(report.unsupported).toBe(0);
  expect(report.compared.requestHandle).toBe(0);
});

/** The adapter knows which of the server's handles belongs to which of the kit's. */
function withOwnHandles(): ConformanceAdapter<string> {
  const correct = adapterFor();
  const own = new Map<unknown, string>();
  return {
    ...correct,
    applyExecutionStatus: (id, callback) =>
      correct.applyExecutionStatus(id, {
        ...callback,
        requestHandle: own.get(callback.requestHandle) ?? callback.requestHandle,
      }),
    async applyLifecycleEvent(id, event) {
      if (!("requestHandle" in event)) return correct.applyLifecycleEvent(id, event);
      const begins = event.type === "start" || event.type === "resume";
      const requestHandle = begins ? `own-handle-${own.size}` : (own.get(event.requestHandle) ?? event.requestHandle);
      const answer = await correct.applyLifecycleEvent(id, { ...event, requestHandle });
      if (begins && typeof answer === "object" && answer.kind === "transitioned")
        own.set(event.requestHandle, requestHandle);
      return answer;
    },
    async read(id) {
      const { requestHandle, earlierHandles, ...shown } = await correct.read(id);
      return shown;
    },
  };
}

const DETECTED = {
  "the limit of retries is never reached after a real retry": DEPTH,
  "texts are trimmed": VALUES,
  "handles are compared without regard to case": VALUES,
  "times are stored in seconds": TIMES,
  "a handle in a list counts": MALFORMED,
  "a rejected start leaves its handle": LEFTOVERS,
  "a cancellation ends other running requests": LEFTOVERS,
};

describe("a faulty store is detected, with a counterexample of at most 8 steps that can be replayed:", () => {
  test.each(Object.entries(DETECTED))("%s", (name, stores) =>
    expectReplayable(() => adapterFor((stores as typeof DEPTH)[name]!()), adapterFor()),
  );
});
