import {
  applyExecutionStatus,
  applyLifecycleEvent,
  createRequest,
  EXECUTION_STATUSES,
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
import { nameOf } from "../../src/testing/coverage.js";
import { type Choices, type Draw, draw, STEPS_BY_NAME, stepFrom } from "../../src/testing/draw-step.js";
import { applyStep, modelStateOf } from "../../src/testing/model.js";
import { Selection } from "../../src/testing/selection.js";
import { callback, event, resume } from "../../src/testing/step-builders.js";
import type { Step } from "../../src/testing/steps.js";
import { TEXTS } from "../../src/testing/values.js";

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

  test("has handles that are numbered by execution, the latest first", () => {
    for (const { requestHandle, earlierHandles } of sample(wellFormedRequest("RUNNING"), 100)) {
      const handles = [requestHandle, ...earlierHandles];
      expect(handles).toEqual(handles.map((_, i) => `handle-${handles.length - i}`));
    }
  });

  test("has every value of the fields that decide something", () => {
    const records = sample(wellFormedRequest());
    const valuesOf = (value: (record: JobRequest) => unknown) => new Set(records.map(value));
    expect(valuesOf(({ reportedStatus }) => reportedStatus)).toEqual(
      new Set([null, ...EXECUTION_STATUSES.filter((status) => status !== "UPDATE")]),
    );
    expect(valuesOf(({ executableState }) => executableState)).toEqual(new Set([null, "SUCCEEDED", "WARNING"]));
    expect(valuesOf(({ errorType }) => errorType)).toEqual(new Set([null, "SYSTEM", "BUSINESS", "TIMEOUT"]));
    expect(valuesOf(({ retries, retriedCount }) => retries - retriedCount)).toEqual(new Set([0, 1, 2]));
    expect(valuesOf(({ retriedCount }) => retriedCount)).toEqual(new Set([0, 1, 2, 3]));
    expect(valuesOf(({ attempt }) => attempt)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
    expect(valuesOf(({ timedOut }) => timedOut)).toEqual(new Set([true, false]));
    for (const field of ["message", "update", "pausedState", "cancelSeenAt"] as const)
      expect(valuesOf((record) => record[field] === null)).toEqual(new Set([true, false]));
    expect(records.some(({ requestId }) => BigInt(requestId) > 2n ** 62n)).toBe(true);
    expect(Math.max(...records.map(({ cancelSeenAt }) => cancelSeenAt ?? 0))).toBeGreaterThan(60 * 60_000);
  });

  test("has begun an execution in about three of four, and in half of those whose state allows both", () => {
    const started = ({ requestHandle }: JobRequest) => requestHandle !== null;
    expect(shareOf(sample(wellFormedRequest()), started)).toBeCloseTo(0.77, 1);
    expect(shareOf(sample(wellFormedRequest("WAIT")), started)).toBeCloseTo(0.5, 1);
    expect(shareOf(sample(wellFormedRequest("PENDING_VALIDATION"), 20), started)).toBe(0);
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

describe("a draw", () => {
  const drawn: Draw = { wild: false, end: 50, again: 0, name: 0, variant: 0, text: "drawn" };
  const running = modelStateOf(RUNNING, "handle-9");
  const choices: Choices = { named: STEPS_BY_NAME.all, selection: new Selection() };
  const ends = { alive: 10, ending: 20 };
  const inState = (fields: Partial<JobRequest>) => modelStateOf({ ...RUNNING, ...fields }, "handle-9");
  const completed = { state: "COMPLETED", reportedStatus: "SUCCESS", executableState: "SUCCEEDED" } as const;
  const ANY = ["an unknown status", ...LIFECYCLE_EVENTS, "an unknown event"];

  test("is wild once in four times, and repeats steps as often", () => {
    const draws = sample(draw, 2000);
    expect(shareOf(draws, ({ wild }) => wild)).toBeCloseTo(0.25, 1);
    for (const [again, share] of [0.75, 0.125, 0.125].entries())
      expect(shareOf(draws, (each) => each.again === again)).toBeCloseTo(share, 1);
    expect(new Set(draws.map(({ end }) => end))).toEqual(new Set(Array(100).keys()));
    const texts = new Set(draws.map(({ text }) => text));
    expect(Object.values(TEXTS).filter((text) => !texts.has(text))).toEqual([]);
    expect([...texts].filter((text) => /\p{Cs}/u.test(text)).length).toBeGreaterThan(50);
  });

  test.each<[string, Partial<JobRequest>, Partial<Draw>, Partial<Choices>, readonly string[]]>([
    ["what the state accepts", {}, {}, {}, [...EXECUTION_STATUSES, "timeOut", "manualRecoveryRequired", "cancel"]],
    ["any step, if it is wild", {}, { wild: true, end: 10 }, { ends }, [...EXECUTION_STATUSES, ...ANY]],
    ["events alone after the final report", completed, {}, { ends }, ["cancel", "postProcessed"]],
    [
      "what keeps a request running",
      {},
      { end: 10 },
      { ends },
      "UPDATE PAUSE SUSPEND timeOut manualRecoveryRequired".split(" "),
    ],
    [
      "what stops it, rarely",
      {},
      { end: 9 },
      { ends },
      [...EXECUTION_STATUSES, "timeOut", "manualRecoveryRequired", "cancel"],
    ],
    ["what does not end it", { state: "CANCELLING", cancelSeenAt: 5 }, { end: 20 }, { ends }, ["UPDATE", "checkIn"]],
    [
      "what ends it, sometimes",
      { state: "CANCELLING", cancelSeenAt: 5 },
      { end: 19 },
      { ends },
      [...EXECUTION_STATUSES, "checkIn", "forceCancel"],
    ],
    ["the end, if nothing else is left", { state: "SCHEDULE_ENDED" }, {}, { ends }, ["cancel", "childrenFinished"]],
    ["any step after the end", { ...completed, state: "SUCCEEDED" }, {}, { ends }, [...EXECUTION_STATUSES, ...ANY]],
    ["nothing, if all is left out", {}, {}, { selection: new Selection([], [{ state: "RUNNING" }]) }, ["nothing"]],
  ])("means %s", (_, fields, like, more, names) => {
    const steps = Array.from({ length: 60 }, (_, name) =>
      stepFrom(inState(fields), { ...drawn, ...like, name }, { ...choices, ...more }),
    );
    expect([...new Set(steps.map((step) => (step ? nameOf(step) : "nothing")))]).toEqual(names);
  });

  test("means each event as often as another after the final report", () => {
    const reported = inState({ state: "ERROR_MANUAL_RECOVERY", reportedStatus: "ERROR" });
    const named = (name: number) => nameOf(stepFrom(reported, { ...drawn, name }, choices)!);
    expect([0, 1, 2, 3].map(named)).toEqual(["cancel", "recover", "complete", "cancel"]);
  });

  test("that is wild does not end what it should keep alive", () => {
    const wild = Array.from({ length: 60 * 10 }, (_, i) => ({ ...drawn, wild: true, name: i % 60, variant: i }));
    const outcomes = wild.map((each) => applyStep(running, stepFrom(running, each, { ...choices, ends })!)!.outcome);
    expect(new Set(outcomes.map(({ request }) => request.state))).toEqual(
      new Set(["RUNNING", "PAUSED", "ERROR_MANUAL_RECOVERY"]),
    );
    expect(shareOf(outcomes, isAccepted)).toBeLessThan(0.3);
  });

  test("means another step for another variant, with the drawn text in place of the plain one", () => {
    const stepsOf = (named: string) =>
      [0, 1, 2, 3].map((variant) =>
        stepFrom(
          running,
          { ...drawn, variant },
          { ...choices, named: new Map([[named, STEPS_BY_NAME.all.get(named)!]]) },
        ),
      );
    const warning = { callback: "WARNING", handle: "current" } as const;
    expect(stepsOf("WARNING")).toEqual([
      { ...warning, text: "drawn" },
      { ...warning, text: "" },
      { ...warning, text: null },
      warning,
    ]);
    expect(stepsOf("manualRecoveryRequired")).toEqual([
      event("manualRecoveryRequired", { message: "drawn" }),
      event("manualRecoveryRequired", { message: "" }),
      event("manualRecoveryRequired", { message: null }),
      event("manualRecoveryRequired"),
    ]);
    expect(stepFrom(running, drawn, choices)).not.toBe(stepFrom(running, drawn, choices));
    expect(STEPS_BY_NAME.all.get("WARNING")![0]).toEqual({ ...warning, text: "text" });
  });

  test("repeats the last step, or the last two in turn, if that ends nothing", () => {
    const previous = [
      callback("SUCCESS"),
      event("cancel"),
      callback("UPDATE", "x"),
      callback("SUCCESS", "late", "earlier"),
    ];
    const repeated = (again: number, before: readonly Step[] = previous) =>
      stepFrom(running, { ...drawn, again }, { ...choices, ends, previous: before });
    expect(repeated(1)).toBe(previous[3]);
    expect(repeated(2)).toBe(previous[2]);
    const other = { callback: "UPDATE", handle: "current", text: "drawn" };
    expect([repeated(0), repeated(1, []), repeated(1, [callback("ERROR")]), repeated(1, [resume()])]).toEqual([
      ...[other, other, other],
      resume(),
    ]);
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

test("the inputs of one request are at most 40, or as many as given, and few follow after the end", () => {
  const request = createRequest({ requestId: 7 });
  const lengths = (maxLength?: number) => sample(inputsFrom(request, maxLength), 30).map(({ length }) => length);
  expect(Math.max(...lengths())).toBeGreaterThan(30);
  expect(Math.max(...lengths())).toBeLessThanOrEqual(40);
  expect(Math.max(...lengths(3))).toBe(3);
  const ended: JobRequest = { ...request, state: "EXPIRED" };
  expect(new Set(sample(inputsFrom(ended), 100).map(({ length }) => length))).toEqual(new Set([1, 2, 3]));
});

test("an input for a record is a callback or an event", () => {
  const inputs = sample(inputFor(RUNNING), 200);
  expect(shareOf(inputs, ({ event }) => event === undefined)).toBeGreaterThan(0.2);
  expect(shareOf(inputs, ({ event }) => event !== undefined)).toBeGreaterThan(0.2);
});

test("the same seed draws the same inputs", () => {
  expect(sample(inputsFrom(RUNNING), 20)).toEqual(sample(inputsFrom(RUNNING), 20));
});
