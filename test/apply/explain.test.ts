import {
  acceptedEvents,
  applyExecutionStatus,
  applyLifecycleEvent,
  createRequest,
  EXECUTION_STATUSES,
  explain,
  isLifecycleEventName,
  type JobRequest,
  LIFECYCLE_EVENTS,
  OUTCOME_REASONS,
  type Outcome,
  REQUEST_STATES,
  type RequestInput,
} from "ess-request-machine";
import { inputFor } from "ess-request-machine/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HOSTILE, inState, mined, RUNNING, SECRET, secret, secretRecord } from "../support/boundary.js";

/** Explanations for the operator: the change, the reason, details of the record; no handle and no text. */

function explanationOf(request: JobRequest, input: unknown): string {
  const isCallback = typeof input === "object" && input !== null && "status" in input;
  const outcome = isCallback
    ? applyExecutionStatus(request, input as never)
    : applyLifecycleEvent(request, input as never);
  return explain(outcome, input as RequestInput);
}

const requestHandle = "handle-2";
const WAITING = createRequest({ requestId: "101" });
const READY = inState("READY");
const CANCELLING = inState("CANCELLING", { cancelSeenAt: 0 });
const COMPLETED = inState("COMPLETED", { reportedStatus: "SUCCESS", executableState: "SUCCEEDED" });
const RECOVERING = inState("ERROR_MANUAL_RECOVERY");
const FORCED = inState("CANCELLED");

describe("an accepted input: what changed, then the effects", () => {
  test.each<[JobRequest, RequestInput, string]>([
    [
      RUNNING,
      { requestHandle, status: "SUCCESS" },
      "SUCCESS: request 101 moved from RUNNING to COMPLETED. Effects: runPostProcessing.",
    ],
    [
      RUNNING,
      { requestHandle, status: "UPDATE" },
      "UPDATE: recorded for request 101, which stays in RUNNING. Effects: deliverUpdate.",
    ],
    [WAITING, { type: "dispatch" }, "dispatch: request 101 moved from WAIT to READY. No effects."],
    [
      RECOVERING,
      { type: "cancel", at: 0 },
      "cancel: request 101 moved from ERROR_MANUAL_RECOVERY to CANCELLED. Effects: notifyCancellation, notifyEnded.",
    ],
  ])("%#", (request, input, text) => {
    expect(explanationOf(request, input)).toBe(text);
  });
});

/** One example of each reason. */
const REASONS: readonly [reason: keyof typeof OUTCOME_REASONS, name: string, request: JobRequest, input: unknown][] = [
  ["UNKNOWN_STATUS", "Unknown status", RUNNING, { requestHandle, status: "DONE" }],
  ["HANDLE_MISSING", "SUCCESS", RUNNING, { status: "SUCCESS" }],
  ["STALE_HANDLE", "ERROR", RUNNING, { requestHandle: "handle-1", status: "ERROR" }],
  ["HANDLE_MISMATCH", "PAUSE", RUNNING, { requestHandle: "handle-9", status: "PAUSE" }],
  ["DUPLICATE", "SUCCESS", COMPLETED, { requestHandle, status: "SUCCESS" }],
  ["ALREADY_REPORTED", "UPDATE", COMPLETED, { requestHandle, status: "UPDATE" }],
  ["ALREADY_ENDED", "CANCEL", FORCED, { requestHandle, status: "CANCEL" }],
  ["NOT_EXECUTING", "SUSPEND", READY, { requestHandle, status: "SUSPEND" }],
  ["UNKNOWN_EVENT", "Unknown event", WAITING, { type: "finish" }],
  ["UNSUPPORTED_STATE", "retry", WAITING, { type: "retry" }],
  ["INVALID_PAYLOAD", "cancel", WAITING, { type: "cancel" }],
  ["ALREADY_STARTED", "expire", READY, { type: "expire" }],
  ["HANDLE_REUSED", "start", READY, { type: "start", requestHandle }],
  ["NOT_CANCELLING", "checkIn", RUNNING, { type: "checkIn", requestHandle, at: 0 }],
  ["NOT_AWAITING_CALLBACK", "forceCancel", { ...CANCELLING, reportedStatus: "PAUSE" }, { type: "forceCancel", at: 0 }],
  ["TOO_EARLY", "forceCancel", CANCELLING, { type: "forceCancel", at: 1_799_999 }],
  ["AWAITING_CALLBACK", "cancelCompleted", CANCELLING, { type: "cancelCompleted" }],
  ["NOT_POST_PROCESSING", "postProcessed", CANCELLING, { type: "postProcessed", result: "WARN" }],
  ["NOT_TIMED_OUT", "complete", RUNNING, { type: "complete", state: "ERROR" }],
];

/** For these, the record or the input adds a detail. */
const DETAILED: readonly string[] = ["UNSUPPORTED_STATE", "INVALID_PAYLOAD", "TOO_EARLY"];

describe("an ignored or rejected input: the reason, then its message", () => {
  test("there is an example for every reason", () => {
    expect(REASONS.map(([reason]) => reason)).toEqual(Object.keys(OUTCOME_REASONS));
  });

  test.each(REASONS)("%s", (reason, name, request, input) => {
    const { kind, message } = OUTCOME_REASONS[reason];
    const text = explanationOf(request, input);
    const start = `${name}: ${kind} for request 101 in ${request.state} (${reason}). `;
    expect(text.slice(0, start.length)).toBe(start);
    if (DETAILED.includes(reason)) expect(text.slice(start.length)).toMatch(/^[^\n]+\. [A-Z][^\n]+\.$/);
    else expect(text.slice(start.length)).toBe(message);
  });

  test.each([null, undefined, "SUCCESS", 7, []])("%j instead of an input", (input) => {
    expect(explanationOf(WAITING, input)).toMatch(
      /^Unknown event: rejected for request 101 in WAIT \(UNKNOWN_EVENT\)\. /,
    );
    const outcome = applyExecutionStatus(WAITING, input as never);
    expect(explain(outcome, input as never)).toMatch(
      /^Unknown status: rejected for request 101 in WAIT \(UNKNOWN_STATUS\)\. /,
    );
  });
});

describe("the name in an explanation", () => {
  test("is the event's, even if the event has a status", () => {
    const event = { type: "dispatch", status: "SUCCESS" } as const;
    expect(explain(applyLifecycleEvent(WAITING, event), event)).toMatch(/^dispatch: /);
  });

  test("is not the event's if the status was unknown, nor the status if the event was unknown", () => {
    const callback = { status: "DONE", type: "dispatch" } as never;
    expect(explain(applyExecutionStatus(WAITING, callback), callback)).toMatch(/^Unknown status: /);
    const event = { type: "finish", status: "SUCCESS" } as never;
    expect(explain(applyLifecycleEvent(WAITING, event), event)).toMatch(/^Unknown event: /);
  });

  test("a function with a type is an unknown event", () => {
    expect(
      explanationOf(
        WAITING,
        Object.assign(() => {}, { type: "dispatch" }),
      ),
    ).toMatch(/^Unknown event: /);
  });
});

describe("UNSUPPORTED_STATE: the states that accept the event, then the events that the state accepts", () => {
  const unsupported = REQUEST_STATES.flatMap((state) =>
    LIFECYCLE_EVENTS.map((type) => ({ state, type, outcome: applyLifecycleEvent(inState(state), { type } as never) })),
  ).filter(({ outcome }) => outcome.kind === "rejected" && outcome.reason === "UNSUPPORTED_STATE");

  test.each(REQUEST_STATES)("in %s", (state) => {
    const events = acceptedEvents(state).filter(isLifecycleEventName);
    for (const { type, outcome } of unsupported.filter((one) => one.state === state)) {
      const text = explain(outcome, { type } as never).split("(UNSUPPORTED_STATE). ")[1]!;
      const states = REQUEST_STATES.filter((other) => acceptedEvents(other).includes(type));
      expect(text.match(/^\w+ is accepted in ([^.]+)\./)?.[1]?.split(/, | or /)).toEqual(states);
      const remedy = events.length === 0 ? `${state} accepts no events.` : `${state} accepts `;
      expect(text).toContain(`. ${remedy}`);
      for (const event of events) expect(text).toContain(event);
    }
  });

  test("an example", () => {
    expect(explanationOf(inState("HOLD"), { type: "hold" })).toMatch(
      /\(UNSUPPORTED_STATE\)\. hold is accepted in [A-Z_, ]+ or [A-Z_]+\. HOLD accepts [A-Za-z, ]+ or [A-Za-z]+\.$/,
    );
  });
});

describe("INVALID_PAYLOAD: the first invalid member and its type", () => {
  test.each<[string, JobRequest, object]>([
    ["at must be .+, but is missing\\.", WAITING, { type: "cancel" }],
    ["at must be .+, but is a number beyond 2\\^53\\.", WAITING, { type: "cancel", at: 2 ** 53 }],
    ["at must be .+, but is a fraction\\.", RUNNING, { type: "checkIn", requestHandle, at: 0.5 }],
    [
      "result must be one of .+, but is a string of 2 characters\\.",
      COMPLETED,
      { type: "postProcessed", result: "OK" },
    ],
    ["state must be one of .+, but is missing\\.", RECOVERING, { type: "complete", message: 7 }],
    ["message must be .+, but is an array\\.", RUNNING, { type: "manualRecoveryRequired", message: [] }],
    ["message must be .+, but is unreadable\\.", RUNNING, mined({ type: "manualRecoveryRequired" }, "message")],
  ])("%s", (text, request, event) => {
    expect(explanationOf(request, event)).toMatch(new RegExp(`\\(INVALID_PAYLOAD\\)\\. ${text} \\S`));
  });
});

describe("TOO_EARLY: when the job was last seen", () => {
  const MINUTE = 60_000;
  const seenAt = (cancelSeenAt: number) => ({ ...CANCELLING, cancelSeenAt });

  test.each([
    [0, "0 minutes"],
    [MINUTE - 1, "0 minutes"],
    [MINUTE, "1 minute"],
    [12 * MINUTE, "12 minutes"],
    [30 * MINUTE - 1, "29 minutes"],
  ])("%i ms ago", (elapsed, minutes) => {
    expect(explanationOf(seenAt(1_000), { type: "forceCancel", at: 1_000 + elapsed })).toMatch(
      new RegExp(`\\. Too early: the job was last seen ${minutes} ago\\. Force-cancel is allowed after 30 minutes\\.$`),
    );
  });

  test("after the given time", () => {
    expect(explanationOf(seenAt(5), { type: "forceCancel", at: 4 })).toMatch(
      /\. Too early: the given time is before the job was last seen\. Force-cancel is allowed 30 minutes after that\.$/,
    );
  });
});

describe("an outcome with another input is explained by its reason alone:", () => {
  const others = [null, "retry", {}, { type: "nothing" }, { type: "retry" }, { type: "forceCancel", at: "later" }];

  test.each(DETAILED.filter((reason) => reason !== "UNSUPPORTED_STATE"))("%s", (reason) => {
    const outcome = { kind: "rejected", reason, request: FORCED, effects: [] } as unknown as Outcome;
    for (const input of others.filter((one) => reason !== "INVALID_PAYLOAD" || Object(one).at === undefined)) {
      const { message } = OUTCOME_REASONS[reason as keyof typeof OUTCOME_REASONS];
      expect(explain(outcome, input as never).endsWith(`(${reason}). ${message}`)).toBe(true);
    }
  });
});

describe("no explanation shows a handle, a text or an unknown name", () => {
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

  test("for any record and any input", () => {
    fc.assert(
      fc.property(secretRecord, inputs, (request, input) => {
        expect(explanationOf(request, input)).not.toMatch(SECRET);
      }),
      { numRuns: 500 },
    );
  });

  test("for inputs that are mostly accepted, and it is one line", () => {
    const withInput = secretRecord.chain((request) => fc.tuple(fc.constant(request), inputFor(request)));
    fc.assert(
      fc.property(withInput, ([request, { callback, event }]) => {
        const input = event === undefined ? { ...callback, statusMessage: "SECRET" } : { ...event, message: "SECRET" };
        const text = explanationOf(request, input);
        expect(text).not.toMatch(SECRET);
        expect(text).toMatch(/^[^\n]+\.$/);
      }),
      { numRuns: 300 },
    );
  });

  test.each(Object.keys(HOSTILE))("and none throws for %s", (name) => {
    const value = HOSTILE[name] as never;
    for (const input of [value, { status: value }, { type: value }, { type: "cancel", at: value }]) {
      for (const apply of [applyExecutionStatus, applyLifecycleEvent]) {
        const outcome = apply(RUNNING, input as never);
        expect(explain(outcome, input as never)).not.toMatch(SECRET);
      }
    }
  });
});

test.each([Symbol("SECRET"), 8675309n, Number.NaN, { toString: null, valueOf: null }, -1])(
  "a time that is %o only when it is explained does no harm",
  (later) => {
    let reads = 0;
    const event = Object.defineProperty({ type: "forceCancel", at: 6 } as const, "at", {
      get: () => (reads++ === 0 ? 6 : later),
    });
    const outcome = applyLifecycleEvent({ ...CANCELLING, cancelSeenAt: 5 }, event);
    expect(outcome).toMatchObject({ reason: "TOO_EARLY" });
    expect(explain(outcome, event).endsWith(OUTCOME_REASONS.TOO_EARLY.message)).toBe(true);
  },
);
