import {
  applyExecutionStatus,
  applyLifecycleEvent,
  createRequest,
  EXECUTION_STATUSES,
  type ExecutionStatusInput,
  explain,
  type JobRequest,
  LIFECYCLE_EVENTS,
  type LifecycleEvent,
  OUTCOME_REASONS,
} from "ess-request-machine";
import { inputFor } from "ess-request-machine/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RUNNING, SECRET, secret, secretRecord } from "./support/boundary.js";

/** What is told about an outcome, and what never is. */

type Input = ExecutionStatusInput | LifecycleEvent;

/** What is told when a callback or an event comes for a record; an input with a `status` is a callback. */
function told(request: JobRequest, input: unknown): string {
  const isCallback = typeof input === "object" && input !== null && "status" in input;
  const outcome = isCallback
    ? applyExecutionStatus(request, input as ExecutionStatusInput)
    : applyLifecycleEvent(request, input as LifecycleEvent);
  return explain(request, input as Input, outcome);
}

const by = "handle-2";
const WAITING = createRequest({ requestId: "101" });
const RAN_BEFORE: JobRequest = { ...RUNNING, state: "READY" };
const CANCELLING: JobRequest = { ...RUNNING, state: "CANCELLING", cancelSeenAt: 0 };
const PAUSED_THEN_CANCELLED: JobRequest = { ...CANCELLING, reportedStatus: "PAUSE" };
const COMPLETED: JobRequest = { ...RUNNING, state: "COMPLETED", reportedStatus: "SUCCESS" };
const RECOVERY: JobRequest = { ...RUNNING, state: "ERROR_MANUAL_RECOVERY" };
const FORCED: JobRequest = { ...RUNNING, state: "CANCELLED" };

describe("what was accepted is told in a sentence, and what is owed in another", () => {
  test.each<[string, JobRequest, Input]>([
    [
      "SUCCESS moved request 101 from RUNNING to COMPLETED. Owed next: runPostProcessing.",
      RUNNING,
      { requestHandle: by, status: "SUCCESS" },
    ],
    [
      "UPDATE was recorded for request 101, which stays RUNNING. Owed next: deliverUpdate.",
      RUNNING,
      { requestHandle: by, status: "UPDATE" },
    ],
    ["dispatch moved request 101 from WAIT to READY. Nothing is owed.", WAITING, { type: "dispatch" }],
    [
      "cancel moved request 101 from ERROR_MANUAL_RECOVERY to CANCELLED. Owed next: notifyCancellation, notifyEnded.",
      RECOVERY,
      { type: "cancel", at: 0 },
    ],
    [
      "checkIn was recorded for request 101, which stays CANCELLING. Nothing is owed.",
      CANCELLING,
      { type: "checkIn", requestHandle: by, at: 0 },
    ],
  ])("%s", (sentences, request, input) => {
    expect(told(request, input)).toBe(sentences);
  });
});

/** Each reason: a record, what comes for it, and what is told of the two. */
const REFUSED: [reason: string, request: JobRequest, input: unknown, told: string][] = [
  ["UNKNOWN_STATUS", RUNNING, { requestHandle: by, status: "DONE" }, "An unknown name … in RUNNING was rejected"],
  ["HANDLE_MISSING", RUNNING, { status: "SUCCESS" }, "SUCCESS … in RUNNING was rejected"],
  ["STALE_HANDLE", RUNNING, { requestHandle: "handle-1", status: "ERROR" }, "ERROR … in RUNNING was ignored"],
  ["HANDLE_MISMATCH", RUNNING, { requestHandle: "handle-9", status: "PAUSE" }, "PAUSE … in RUNNING was rejected"],
  ["DUPLICATE", COMPLETED, { requestHandle: by, status: "SUCCESS" }, "SUCCESS … in COMPLETED was ignored"],
  ["ALREADY_REPORTED", COMPLETED, { requestHandle: by, status: "UPDATE" }, "UPDATE … in COMPLETED was ignored"],
  ["ALREADY_ENDED", FORCED, { requestHandle: by, status: "CANCEL" }, "CANCEL … in CANCELLED was ignored"],
  ["NOT_EXECUTING", RAN_BEFORE, { requestHandle: by, status: "SUSPEND" }, "SUSPEND … in READY was ignored"],
  ["UNKNOWN_EVENT", WAITING, { type: "finish" }, "An unknown name … in WAIT was rejected"],
  ["UNSUPPORTED_STATE", WAITING, { type: "retry" }, "retry … in WAIT was rejected"],
  ["INVALID_PAYLOAD", WAITING, { type: "cancel" }, "cancel … in WAIT was rejected"],
  ["ALREADY_STARTED", RAN_BEFORE, { type: "expire" }, "expire … in READY was rejected"],
  ["HANDLE_REUSED", RAN_BEFORE, { type: "start", requestHandle: by }, "start … in READY was rejected"],
  ["NOT_CANCELLING", RUNNING, { type: "checkIn", requestHandle: by, at: 0 }, "checkIn … in RUNNING was ignored"],
  [
    "NOT_AWAITING_CALLBACK",
    PAUSED_THEN_CANCELLED,
    { type: "forceCancel", at: 0 },
    "forceCancel … in CANCELLING was rejected",
  ],
  ["TOO_EARLY", CANCELLING, { type: "forceCancel", at: 1_799_999 }, "forceCancel … in CANCELLING was rejected"],
  ["AWAITING_CALLBACK", CANCELLING, { type: "cancelCompleted" }, "cancelCompleted … in CANCELLING was rejected"],
  [
    "NOT_POST_PROCESSING",
    CANCELLING,
    { type: "postProcessed", result: "WARN" },
    "postProcessed … in CANCELLING was rejected",
  ],
  ["NOT_TIMED_OUT", RUNNING, { type: "complete", state: "ERROR" }, "complete … in RUNNING was rejected"],
];

describe("what came to nothing is told with what was expected, what was found and what to do", () => {
  test.each(REFUSED)("%s", (reason, request, input, sentence) => {
    const first = `${sentence.replace("…", "for request 101")}: ${reason}. `;
    const text = told(request, input);
    expect(text.slice(0, first.length)).toBe(first);
    expect(text.slice(first.length)).toMatch(/^Expected .+, but found .+\. .+\.$/);
  });

  test("for every reason that there is", () => {
    expect(REFUSED.map(([reason]) => reason).sort()).toEqual(Object.keys(OUTCOME_REASONS).sort());
  });

  test("and for what is no input at all", () => {
    for (const nothing of [null, undefined, "SUCCESS"]) {
      expect(told(WAITING, nothing)).toMatch(/^An unknown name for request 101 in WAIT was rejected: UNKNOWN_EVENT\. /);
    }
  });
});

test("an event is told by its own name, whatever else is in it, and an unknown name never", () => {
  const event = { type: "dispatch", status: "SUCCESS" } as const;
  expect(explain(WAITING, event, applyLifecycleEvent(WAITING, event))).toMatch(/^dispatch moved request 101 /);
  const callback = { status: "DONE", type: "dispatch" } as never;
  expect(explain(WAITING, callback, applyExecutionStatus(WAITING, callback))).toMatch(
    /^An unknown name for request 101 /,
  );
});

describe("an outcome of something else is told by its reason alone", () => {
  const nothing = [null, "retry", {}, { type: "nothing" }];

  test.each([
    ["UNSUPPORTED_STATE", []],
    ["INVALID_PAYLOAD", [{ type: "retry" }]],
    ["TOO_EARLY", [{ type: "retry" }]],
    ["NOT_AWAITING_CALLBACK", [{ type: "forceCancel", at: 0 }]],
  ] as const)("%s", (reason, events) => {
    const outcome = { kind: "rejected", reason, request: CANCELLING, effects: [] } as const;
    for (const input of [...nothing, ...events]) {
      expect(explain(CANCELLING, input as Input, outcome)).toContain(OUTCOME_REASONS[reason].sentence);
    }
  });
});

describe("an event that the state does not take is told with the states that do, and with what this state takes", () => {
  test.each<[string, JobRequest, LifecycleEvent]>([
    [
      "Expected a request in WAIT or READY, but found one in HOLD. It takes release or cancel.",
      { ...WAITING, state: "HOLD" },
      { type: "hold" },
    ],
    [
      "Expected a request in PAUSED, but found one in RUNNING. " +
        "It takes timeOut, manualRecoveryRequired, cancel or complete.",
      RUNNING,
      { type: "resume", requestHandle: "handle-3" },
    ],
    [
      "Expected a request in ERROR_AUTO_RETRY, but found one in CANCELLED. Nothing leads out of it.",
      FORCED,
      { type: "retry" },
    ],
  ])("%s", (sentences, request, event) => {
    const refused = `${event.type} for request 101 in ${request.state} was rejected: UNSUPPORTED_STATE.`;
    expect(told(request, event)).toBe(`${refused} ${sentences}`);
  });
});

describe("a payload that does not fit is told by its member, and by what kind of thing was found", () => {
  const AT = "at to be a safe integer, 0 or more, in epoch milliseconds";
  const MESSAGE = "message to be a string or absent";

  test.each<[string, JobRequest, object]>([
    [`${AT}, but found nothing`, WAITING, { type: "cancel" }],
    [`${AT}, but found a negative number`, WAITING, { type: "cancel", at: -1 }],
    [`${AT}, but found a number beyond 2^53`, WAITING, { type: "cancel", at: 2 ** 53 }],
    [`${AT}, but found a fraction`, RUNNING, { type: "checkIn", requestHandle: by, at: 0.5 }],
    [
      "result to be one of PROCEED, WARN, BIZ_ERROR, SYSTEM_ERROR, CANCEL, DELAY, but found a string of 2 characters",
      COMPLETED,
      { type: "postProcessed", result: "OK" },
    ],
    ["state to be one of SUCCEEDED, WARNING, ERROR, CANCELLED, but found nothing", RECOVERY, { type: "complete" }],
    [`${MESSAGE}, but found a positive integer`, RECOVERY, { type: "complete", state: "ERROR", message: 1 }],
    [`${MESSAGE}, but found an array`, RUNNING, { type: "manualRecoveryRequired", message: [] }],
  ])("%s", (sentence, request, event) => {
    expect(told(request, event)).toContain(`was rejected: INVALID_PAYLOAD. Expected ${sentence}. `);
  });
});

test.each([
  [0, "found 0. Try again in 30 minutes."],
  [10 * 60_000, "found 10. Try again in 20 minutes."],
  [10 * 60_000 + 1, "found 10. Try again in 20 minutes."],
])("forced %i ms after the job was last seen, a cancellation is told how long to wait", (at, sentence) => {
  const waited = "Expected 30 minutes since the job was last seen, but";
  expect(told(CANCELLING, { type: "forceCancel", at })).toContain(`was rejected: TOO_EARLY. ${waited} ${sentence}`);
});

describe("no handle, no text and no unknown name is ever told", () => {
  const member = (...known: unknown[]) => fc.oneof(fc.constantFrom(...known), secret);
  const payload = {
    requestHandle: member("SECRET-new", "SECRET-handle-1", "", null),
    statusMessage: secret,
    message: secret,
    at: member(0, 1e12),
    result: member("PROCEED", "DELAY"),
    state: member("ERROR", "SUCCEEDED"),
  };
  const inputs = fc.oneof(
    fc.record({ ...payload, status: member(...EXECUTION_STATUSES) }, { requiredKeys: ["status"] }),
    fc.record({ ...payload, type: member(...LIFECYCLE_EVENTS) }, { requiredKeys: ["type"] }),
    secret,
  );

  test("whatever comes for whichever request", () => {
    fc.assert(
      fc.property(secretRecord, inputs, (request, input) => {
        expect(told(request, input)).not.toMatch(SECRET);
      }),
      { numRuns: 1000 },
    );
  });

  test("nor where it is accepted", () => {
    const withInput = secretRecord.chain((request) => fc.tuple(fc.constant(request), inputFor(request)));
    fc.assert(
      fc.property(withInput, ([request, { callback, event }]) => {
        const input = event === undefined ? { ...callback, statusMessage: "SECRET" } : { ...event, message: "SECRET" };
        expect(told(request, input)).not.toMatch(SECRET);
      }),
      { numRuns: 500 },
    );
  });
});
