import { isDeepStrictEqual } from "node:util";
import {
  applyExecutionStatus,
  applyLifecycleEvent,
  EXECUTION_STATUSES,
  type ExecutionStatusInput,
  type FinalStatus,
  type JobRequest,
  LIFECYCLE_EVENTS,
  type LifecycleEvent,
  type LifecycleEventName,
  type Outcome,
  REQUEST_STATES,
  type RequestState,
} from "ess-request-machine";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { switchLifecycleEvent } from "./bench/hand-written-events.js";
import { switchExecutionStatus } from "./bench/hand-written-switch.js";
import { FOREIGN_HANDLE, recordIn, rightlyTyped } from "./support/arbitraries.js";
import { runs } from "./support/runs.js";

/**
 * The hand-written switches know the domain and not the chart: where one disagrees with the library, one of the two is
 * wrong. They are also the baseline of the benchmark, which is fair only if the outcomes are the same.
 */

type Verdict = "accepted" | "refused";

const compare = (request: JobRequest, input: unknown): Verdict =>
  verdict(
    request,
    input,
    switchExecutionStatus(request, input as ExecutionStatusInput),
    applyExecutionStatus(request, input as ExecutionStatusInput),
  );

const compareEvent = (request: JobRequest, event: unknown): Verdict =>
  verdict(
    request,
    event,
    switchLifecycleEvent(request, event as LifecycleEvent),
    applyLifecycleEvent(request, event as LifecycleEvent),
  );

function verdict(request: JobRequest, input: unknown, expected: Outcome, found: Outcome): Verdict {
  const accepted = expected.kind === "transitioned" || expected.kind === "recorded";
  // An assertion per cell would take longer than both functions together.
  if (!isDeepStrictEqual(found, expected))
    expect({ request, input, found }).toEqual({ request, input, found: expected });
  const sameRecord = { switch: expected.request === request, library: found.request === request };
  if (sameRecord.switch === accepted || sameRecord.library === accepted)
    expect({ request, input, sameRecord }).toEqual({
      request,
      input,
      sameRecord: { switch: !accepted, library: !accepted },
    });
  return accepted ? "accepted" : "refused";
}

const LATEST = "handle-2";
const EARLIER = "handle-1";
const TAKING_CALLBACKS: readonly RequestState[] = ["RUNNING", "CANCELLING", "ERROR_MANUAL_RECOVERY"];
const UNKNOWN_STATUSES = ["DONE", "success", "__proto__", "constructor", "start", "", 3, null, undefined, ["SUCCESS"]];
const NO_HANDLES = [undefined, null, "", 0, 2, true, [LATEST], { requestHandle: LATEST }];
const REPORTS: readonly (FinalStatus | null)[] = [
  null,
  ...EXECUTION_STATUSES.filter((status): status is FinalStatus => status !== "UPDATE"),
];

/** With one or several executions, or none. */
function* recordsIn(state: RequestState): Generator<JobRequest> {
  for (const [requestHandle, earlierHandles] of [
    [LATEST, []],
    [LATEST, ["handle-0", EARLIER]],
    [null, []],
  ] as const) {
    for (const reportedStatus of REPORTS) {
      for (const retries of [1, 2]) {
        yield {
          ...{ schemaVersion: 1, requestId: "7", state, requestHandle, earlierHandles, reportedStatus, attempt: 2 },
          ...{ retries, retriedCount: 1, message: "old", update: "older", pausedState: "oldest" },
          ...{ executableState: null, errorType: "TIMEOUT", timedOut: true, cancelSeenAt: 5 },
        };
      }
    }
  }
}

/** Mostly callbacks that are accepted; also any value. */
const live = fc.constantFrom(...TAKING_CALLBACKS).chain(recordIn);
const anyRequest = fc.oneof(
  { weight: 4, arbitrary: live.map((record): JobRequest => ({ ...record, reportedStatus: null })) },
  { weight: 1, arbitrary: live },
  // Two equal handles are not well formed, and the outcome is unspecified then.
  {
    weight: 1,
    arbitrary: rightlyTyped.filter((record) => !record.earlierHandles.includes(record.requestHandle as string)),
  },
);
const anyStatus = fc.oneof(
  { weight: 19, arbitrary: fc.constantFrom<unknown>(...EXECUTION_STATUSES) },
  { weight: 1, arbitrary: fc.anything() },
);
const anyMessage = fc.oneof(fc.string(), fc.constant(undefined), fc.anything());
const anyCallback = anyRequest.chain((request) => {
  const requestHandle = fc.oneof(
    { weight: 9, arbitrary: fc.constant<unknown>(request.requestHandle) },
    { weight: 1, arbitrary: fc.constantFrom<unknown>(FOREIGN_HANDLE, "", ...request.earlierHandles) },
    { weight: 1, arbitrary: fc.anything() },
  );
  const callback = fc.record(
    { requestHandle, status: anyStatus, statusMessage: anyMessage },
    { requiredKeys: ["requestHandle", "status"] },
  );
  const input = fc.oneof({ weight: 49, arbitrary: callback }, { weight: 1, arbitrary: fc.anything() });
  return fc.tuple(fc.constant(request), input);
});

describe("the hand-written switch and the library give the same outcome", () => {
  test.each(REQUEST_STATES)("in %s: every status × handle × report × retries left or not", (state) => {
    const count = { accepted: 0, refused: 0 };
    for (const record of recordsIn(state)) {
      for (const status of EXECUTION_STATUSES) {
        for (const requestHandle of [LATEST, EARLIER, FOREIGN_HANDLE, ...NO_HANDLES])
          count[compare(record, { requestHandle, status, statusMessage: "new" })] += 1;
      }
      for (const status of UNKNOWN_STATUSES) compare(record, { requestHandle: LATEST, status });
    }
    expect(count.accepted > 0).toBe(TAKING_CALLBACKS.includes(state));
    expect(count.refused).toBeGreaterThan(0);
  });

  test.each([undefined, null, "", "new", 3, { text: "new" }])(
    "for every status with the message %j",
    (statusMessage) => {
      for (const state of TAKING_CALLBACKS) {
        for (const record of recordsIn(state)) {
          for (const status of EXECUTION_STATUSES) compare(record, { requestHandle: LATEST, status, statusMessage });
          for (const status of EXECUTION_STATUSES) compare(record, { requestHandle: LATEST, status });
        }
      }
    },
  );

  test.each([
    ["null", null],
    ["undefined", undefined],
    ["a string", "SUCCESS"],
    ["a number", 3],
    ["a boolean", true],
    ["a function", () => "SUCCESS"],
    ["an array", ["SUCCESS"]],
    ["an empty object", {}],
  ])("for %s instead of a callback", (_, input) => {
    for (const state of REQUEST_STATES) {
      for (const record of recordsIn(state)) expect(compare(record, input)).toBe("refused");
    }
  });

  test("for any record of the right types and any callback, of which at least half are accepted", () => {
    const count = runs(2000);
    let accepted = 0;
    fc.assert(
      fc.property(anyCallback, ([request, input]) => {
        if (compare(request, input) === "accepted") accepted += 1;
      }),
      { seed: 20240229, numRuns: count },
    );
    expect(accepted / count).toBeGreaterThan(0.5);
  });
});

const HALF_HOUR = 30 * 60 * 1000;
const TIMES = [5, HALF_HOUR + 4, HALF_HOUR + 5, -1, 0.5, "5", undefined];
const TEXTS = [undefined, null, "", "new", 3];
const BEGINNING = [FOREIGN_HANDLE, LATEST, EARLIER, ...NO_HANDLES].map((requestHandle) => ({ requestHandle }));
const CHECKING_IN = BEGINNING.flatMap((handle) => [4, 6, -1].map((at) => ({ ...handle, at })));
const RESULTS = ["PROCEED", "WARN", "BIZ_ERROR", "SYSTEM_ERROR", "CANCEL", "DELAY", "SUCCESS", "__proto__", undefined];
const CHOICES = ["SUCCEEDED", "WARNING", "ERROR", "CANCELLED", "FINISHED", undefined];

/** Valid and invalid payloads; an event without a payload gets every member. */
const EVENT_PAYLOADS: { readonly [E in LifecycleEventName]?: readonly object[] } = {
  start: BEGINNING,
  resume: BEGINNING,
  checkIn: CHECKING_IN,
  cancel: TIMES.map((at) => ({ at })),
  forceCancel: TIMES.map((at) => ({ at })),
  postProcessed: RESULTS.map((result) => ({ result })),
  complete: CHOICES.flatMap((state) => TEXTS.map((message) => ({ state, message }))),
  validationFailed: TEXTS.map((message) => ({ message })),
  manualRecoveryRequired: TEXTS.map((message) => ({ message })),
};
const EVERYTHING = { requestHandle: LATEST, at: 9, message: "new", result: "WARN", state: "ERROR" };

/** Every combination of the fields that event guards read. */
function* recordsForEvents(state: RequestState): Generator<JobRequest> {
  for (const requestHandle of [LATEST, null])
    for (const reportedStatus of [null, "SUCCESS", "WARNING", "ERROR"] as const)
      for (const executableState of ["WARNING", null] as const)
        for (const timedOut of [true, false])
          for (const [attempt, cancelSeenAt] of [
            [0, null],
            [2, 5],
          ] as const)
            yield {
              ...{ schemaVersion: 1, requestId: "7", state, requestHandle, earlierHandles: [EARLIER], reportedStatus },
              ...{ attempt, retries: 2, retriedCount: 1, message: "old", update: "older", pausedState: "oldest" },
              ...{ executableState, errorType: null, timedOut, cancelSeenAt },
            };
}

describe("the hand-written switch for events and the library give the same outcome", () => {
  test.each(LIFECYCLE_EVENTS)("%s: every state × record × payload, some of them accepted, some refused", (type) => {
    const count = { accepted: 0, refused: 0 };
    for (const state of REQUEST_STATES) {
      for (const record of recordsForEvents(state)) {
        for (const payload of EVENT_PAYLOADS[type] ?? [EVERYTHING])
          count[compareEvent(record, { type, ...payload })] += 1;
      }
    }
    expect(Math.min(count.accepted, count.refused)).toBeGreaterThan(0);
  });

  test("with as many earlier handles as a record keeps", () => {
    const earlierHandles = Array.from({ length: 16 }, (_, i) => `earlier-${i}`);
    for (const [state, type] of [
      ["READY", "start"],
      ["PAUSED", "resume"],
    ] as const) {
      for (const record of recordsForEvents(state))
        expect(compareEvent({ ...record, earlierHandles }, { type, requestHandle: FOREIGN_HANDLE })).toBe("accepted");
    }
  });

  test.each([["SUCCESS"], ["DISPATCH"], ["__proto__"], [""], [3], [undefined], [["dispatch"]]])(
    "for the name %j",
    (type) => {
      for (const state of REQUEST_STATES) {
        for (const record of recordsForEvents(state))
          expect(compareEvent(record, { type, ...EVERYTHING })).toBe("refused");
      }
    },
  );

  test.each([[null], [undefined], ["dispatch"], [3], [["dispatch"]]])("for %j instead of an event", (event) => {
    for (const state of REQUEST_STATES) {
      for (const record of recordsForEvents(state)) expect(compareEvent(record, event)).toBe("refused");
    }
  });
});
