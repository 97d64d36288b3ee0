import {
  applyExecutionStatus,
  applyLifecycleEvent,
  createRequest,
  isTerminal,
  type JobRequest,
  LIFECYCLE_EVENTS,
  type Outcome,
  parseJobRequest,
  REQUEST_STATES,
} from "ess-request-machine";
import { callbackFor, inputFor, inputsFrom, lifecycleEventFor, wellFormedRequest } from "ess-request-machine/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

/** The arbitraries: their values have the documented properties. */

const SEED = 20_260_101;
const sample = <Value>(arbitrary: fc.Arbitrary<Value>, numRuns = 1000) => fc.sample(arbitrary, { seed: SEED, numRuns });

const labelOf = (outcome: Outcome) => ("reason" in outcome ? outcome.reason : outcome.kind);
const shareOf = <Value>(values: readonly Value[], holds: (value: Value) => boolean) =>
  values.filter(holds).length / values.length;
const isAccepted = ({ kind }: Outcome) => kind === "transitioned" || kind === "recorded";

const RUNNING: JobRequest = {
  ...createRequest({ requestId: 7 }),
  state: "RUNNING",
  requestHandle: "handle-2",
  earlierHandles: ["handle-1"],
  attempt: 2,
};

describe("a well-formed record", () => {
  test.each(REQUEST_STATES)("in %s is accepted by the parser", (state) => {
    for (const record of sample(wellFormedRequest(state), 100)) {
      expect(parseJobRequest(record)).toEqual({ value: record });
      expect(record.state).toBe(state);
    }
  });

  test("has any state and any number of handles", () => {
    const records = sample(wellFormedRequest());
    expect(new Set(records.map(({ state }) => state)).size).toBe(REQUEST_STATES.length);
    expect(new Set(records.map(({ earlierHandles }) => earlierHandles.length)).size).toBe(17);
  });
});

describe("a callback", () => {
  const outcomesFor = (request: JobRequest) =>
    sample(callbackFor(request)).map((callback) => applyExecutionStatus(request, callback));

  test("for a running request is mostly accepted, otherwise stale, foreign or malformed", () => {
    const outcomes = outcomesFor(RUNNING);
    expect(shareOf(outcomes, isAccepted)).toBeGreaterThan(0.6);
    const labels = ["transitioned", "recorded", "STALE_HANDLE", "HANDLE_MISMATCH", "HANDLE_MISSING", "UNKNOWN_STATUS"];
    expect(new Set(outcomes.map(labelOf))).toEqual(new Set(labels));
  });

  test("after the final report is a duplicate or late", () => {
    const completed = applyExecutionStatus(RUNNING, { requestHandle: "handle-2", status: "SUCCESS" }).request;
    const labels = outcomesFor(completed).map(labelOf);
    expect(labels).toContain("DUPLICATE");
    expect(labels).toContain("ALREADY_REPORTED");
  });
});

describe("a lifecycle event", () => {
  test("for a record is mostly accepted, otherwise rejected", () => {
    const outcomes = sample(lifecycleEventFor(RUNNING)).map((event) => applyLifecycleEvent(RUNNING, event));
    expect(shareOf(outcomes, isAccepted)).toBeGreaterThan(0.6);
    expect(outcomes.map(labelOf)).toEqual(
      expect.arrayContaining(["UNKNOWN_EVENT", "UNSUPPORTED_STATE", "HANDLE_MISSING"]),
    );
  });

  test.each(LIFECYCLE_EVENTS)("named %s has that name in every state", (name) => {
    for (const request of sample(wellFormedRequest(), 20)) {
      for (const { type } of sample(lifecycleEventFor(request, name), 5)) expect(type).toBe(name);
    }
  });

  test("begins an execution with a handle that is new", () => {
    const paused = { ...RUNNING, state: "PAUSED" as const, reportedStatus: "PAUSE" as const };
    const outcomes = sample(lifecycleEventFor(paused, "resume")).map((event) => applyLifecycleEvent(paused, event));
    expect(shareOf(outcomes, isAccepted)).toBeGreaterThan(0.6);
    expect(outcomes.map(labelOf)).toContain("HANDLE_REUSED");
  });
});

describe("the inputs of one request", () => {
  const outcomesOfRequests = sample(inputsFrom(createRequest({ requestId: 7, retries: 3 }), 60), 300).map((inputs) => {
    const outcomes: Outcome[] = [];
    for (const { callback, event } of inputs) {
      const request: JobRequest = outcomes.at(-1)?.request ?? createRequest({ requestId: 7, retries: 3 });
      outcomes.push(
        event === undefined ? applyExecutionStatus(request, callback) : applyLifecycleEvent(request, event),
      );
    }
    return outcomes;
  });

  test("reach every state that a validated request can have", () => {
    const reached = new Set(outcomesOfRequests.flatMap((outcomes) => outcomes.map(({ request }) => request.state)));
    expect(REQUEST_STATES.filter((state) => !reached.has(state))).toEqual(["PENDING_VALIDATION", "VALIDATION_FAILED"]);
  });

  test("reach several executions, several retries and an end", () => {
    const last = outcomesOfRequests.map((outcomes) => outcomes.at(-1)!.request);
    expect(Math.max(...last.map(({ earlierHandles }) => earlierHandles.length))).toBeGreaterThanOrEqual(5);
    expect(last.some(({ retriedCount }) => retriedCount >= 2)).toBe(true);
    expect(shareOf(last, ({ state }) => isTerminal(state))).toBeGreaterThan(0.4);
    expect(shareOf(outcomesOfRequests.flat(), isAccepted)).toBeGreaterThan(0.5);
  });
});

test("an input for a record is a callback or an event", () => {
  const inputs = sample(inputFor(RUNNING), 200);
  expect(shareOf(inputs, ({ event }) => event === undefined)).toBeGreaterThan(0.2);
  expect(shareOf(inputs, ({ event }) => event !== undefined)).toBeGreaterThan(0.2);
});

test("the same seed draws the same inputs", () => {
  expect(sample(inputsFrom(RUNNING), 20)).toEqual(sample(inputsFrom(RUNNING), 20));
});
