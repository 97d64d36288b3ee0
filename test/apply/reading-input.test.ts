import {
  applyExecutionStatus,
  applyLifecycleEvent,
  EXECUTION_STATUSES,
  type ExecutionStatusInput,
  isAccepted,
  type LifecycleEvent,
  type LifecycleEventName,
  parseJobRequest,
  REQUEST_STATES,
  type RequestState,
} from "ess-request-machine";
import { describe, expect, test } from "vitest";
import { fickle, HOSTILE, inState, mined, RUNNING, whilePolluted } from "../support/boundary.js";

/** How the functions read a callback or an event: only what it carries, at most once, and nothing throws. */

const NAMES = Object.keys(HOSTILE);
const CALLBACK: ExecutionStatusInput = { requestHandle: "handle-2", status: "ERROR", statusMessage: "text" };

/** Records which members are read. */
function watched<Input extends object>(input: Input): { readonly input: Input; readonly reads: PropertyKey[] } {
  const reads: PropertyKey[] = [];
  const get = (target: Input, member: PropertyKey) => {
    reads.push(member);
    return Reflect.get(target, member);
  };
  return { input: new Proxy<Input>(input, { get }), reads };
}

describe("a value that is not an input gives an unknown status and an unknown event:", () => {
  test.each([...NAMES, "null", "undefined"])("%s", (name) => {
    const value = (name === "null" ? null : HOSTILE[name]) as never;
    const callback = applyExecutionStatus(RUNNING, value);
    expect(callback).toMatchObject({ kind: "rejected", reason: "UNKNOWN_STATUS" });
    expect(callback.request).toBe(RUNNING);
    const event = applyLifecycleEvent(RUNNING, value);
    expect(event).toMatchObject({ kind: "rejected", reason: "UNKNOWN_EVENT" });
    expect(event.request).toBe(RUNNING);
  });

  test("a non-object has no members, not even those of a polluted prototype", () => {
    for (const value of [undefined, null, 1, "SUCCESS"] as never[]) {
      const callback = whilePolluted(CALLBACK, () => applyExecutionStatus(RUNNING, value));
      expect(callback).toMatchObject({ reason: "UNKNOWN_STATUS" });
      const event = whilePolluted({ type: "cancel", at: 5 }, () => applyLifecycleEvent(RUNNING, value));
      expect(event).toMatchObject({ reason: "UNKNOWN_EVENT" });
    }
  });
});

describe.each(NAMES)("%s", (name) => {
  const value = HOSTILE[name];

  test("is not a status, a handle or a text", () => {
    const apply = (fault: object) => applyExecutionStatus(RUNNING, { ...CALLBACK, ...fault });
    expect(apply({ status: value })).toMatchObject({ kind: "rejected", reason: "UNKNOWN_STATUS" });
    expect(apply({ requestHandle: value })).toMatchObject({ kind: "rejected", reason: "HANDLE_MISSING" });
    expect(apply({ statusMessage: value }).request).toMatchObject({ state: "ERROR_AUTO_RETRY", message: null });
  });

  test.each([
    ["READY", "start", "requestHandle", "HANDLE_MISSING"],
    ["CANCELLING", "checkIn", "at", "INVALID_PAYLOAD"],
    ["RUNNING", "manualRecoveryRequired", "message", "INVALID_PAYLOAD"],
    ["COMPLETED", "postProcessed", "result", "INVALID_PAYLOAD"],
    ["ERROR_MANUAL_RECOVERY", "complete", "state", "INVALID_PAYLOAD"],
    ["RUNNING", "cancel", "type", "UNKNOWN_EVENT"],
  ] as const)("in %s, as the %s event's %s, gives %s", (state, type, member, reason) => {
    const request = inState(state);
    const outcome = applyLifecycleEvent(request, { type, requestHandle: "handle-2", [member]: value } as never);
    expect(outcome).toMatchObject({ kind: "rejected", reason });
    expect(outcome.request).toBe(request);
  });
});

describe("a member that cannot be read counts as missing", () => {
  const callback = (member: string) => applyExecutionStatus(RUNNING, mined({ ...CALLBACK }, member));
  const event = (state: RequestState, sent: LifecycleEvent, member: string) =>
    applyLifecycleEvent(inState(state), mined({ ...sent }, member));

  test("in a callback", () => {
    expect(callback("status")).toMatchObject({ reason: "UNKNOWN_STATUS" });
    expect(callback("requestHandle")).toMatchObject({ reason: "HANDLE_MISSING" });
    expect(callback("statusMessage").request).toMatchObject({ state: "ERROR_AUTO_RETRY", message: null });
  });

  test("in an event; an unreadable optional message is invalid", () => {
    expect(event("WAIT", { type: "hold" }, "type")).toMatchObject({ reason: "UNKNOWN_EVENT" });
    expect(event("READY", { type: "start", requestHandle: "h" }, "requestHandle")).toMatchObject({
      reason: "HANDLE_MISSING",
    });
    expect(event("RUNNING", { type: "cancel", at: 5 }, "at")).toMatchObject({ reason: "INVALID_PAYLOAD" });
    expect(event("RUNNING", { type: "manualRecoveryRequired" }, "message")).toMatchObject({
      reason: "INVALID_PAYLOAD",
    });
  });
});

describe("a member that is not needed is not read:", () => {
  test("the message of a status that ignores it", () => {
    for (const status of ["SUCCESS", "CANCEL"] as const) {
      const { input, reads } = watched({ ...CALLBACK, status });
      expect(isAccepted(applyExecutionStatus(RUNNING, input))).toBe(true);
      expect(reads.sort()).toEqual(["requestHandle", "status"]);
    }
  });

  test("the message of a callback that is not accepted", () => {
    const { input, reads } = watched({ ...CALLBACK, requestHandle: "handle-9" });
    expect(applyExecutionStatus(RUNNING, input)).toMatchObject({ reason: "HANDLE_MISMATCH" });
    expect(reads).not.toContain("statusMessage");
  });

  test("the handle, if the status is unknown", () => {
    const { input, reads } = watched({ ...CALLBACK, status: "DONE" as never });
    applyExecutionStatus(RUNNING, input);
    expect(reads).toEqual(["status"]);
  });

  test("the payload of an event that the state does not accept", () => {
    const { input, reads } = watched({ type: "start", requestHandle: "h" } as const);
    expect(applyLifecycleEvent(RUNNING, input)).toMatchObject({ reason: "UNSUPPORTED_STATE" });
    expect(reads).toEqual(["type"]);
  });

  test("members that the event does not carry", () => {
    const { input, reads } = watched({ type: "cancel", at: 5, message: "text", requestHandle: "h" } as const);
    applyLifecycleEvent(RUNNING, input);
    expect(reads).toEqual(["type", "at"]);
  });
});

describe("every member is read once, so that it cannot change between a check and its use:", () => {
  test("in a callback", () => {
    for (const status of EXECUTION_STATUSES) {
      const expected = applyExecutionStatus(RUNNING, { ...CALLBACK, status });
      const outcome = applyExecutionStatus(RUNNING, fickle({ ...CALLBACK, status }));
      expect(outcome).toStrictEqual(expected);
      expect(parseJobRequest(outcome.request)).toStrictEqual({ value: outcome.request });
    }
  });

  test.each<[RequestState, LifecycleEvent]>([
    ["READY", { type: "start", requestHandle: "handle-3" }],
    ["RUNNING", { type: "cancel", at: 5 }],
    ["CANCELLING", { type: "checkIn", requestHandle: "handle-2", at: 5 }],
    ["ERROR_MANUAL_RECOVERY", { type: "complete", state: "ERROR", message: "text" }],
    ["COMPLETED", { type: "postProcessed", result: "WARN" }],
  ])("in %s, %j", (state, event) => {
    const request = inState(state);
    const expected = applyLifecycleEvent(request, event);
    expect(isAccepted(expected)).toBe(true);
    expect(applyLifecycleEvent(request, fickle({ ...event }))).toStrictEqual(expected);
  });
});

test("a member called __proto__ or constructor is not an input", () => {
  for (const name of ["__proto__", "constructor", "prototype"]) {
    const body = JSON.parse(`{"${name}": ${JSON.stringify(CALLBACK)}}`);
    const { kind, request } = applyExecutionStatus(RUNNING, body);
    // JSON.parse makes an own member of __proto__, which is not the prototype.
    expect([kind, request]).toEqual(["rejected", RUNNING]);
  }
});

test("an input without a prototype is read like any other", () => {
  const bare = Object.assign(Object.create(null), CALLBACK);
  expect(applyExecutionStatus(RUNNING, bare)).toStrictEqual(applyExecutionStatus(RUNNING, CALLBACK));
});

test("a megabyte of text is a message", () => {
  const statusMessage = "x".repeat(2 ** 20);
  expect(applyExecutionStatus(RUNNING, { ...CALLBACK, statusMessage }).request.message).toBe(statusMessage);
});

describe("a missing record is a mistake of the caller, and throws a TypeError that says so", () => {
  test.each([undefined, null, "101", 7, Symbol("SECRET")])("%o", (request) => {
    expect(() => applyExecutionStatus(request as never, CALLBACK)).toThrow(
      new TypeError("applyExecutionStatus: the request is missing. Load the record of the request first."),
    );
    const event = { type: "hold" satisfies LifecycleEventName } as const;
    expect(() => applyLifecycleEvent(request as never, event)).toThrow(
      new TypeError("applyLifecycleEvent: the request is missing. Load the record of the request first."),
    );
  });
});

test("an unknown state in the record does not throw", () => {
  const request = inState("GONE" as never);
  expect(REQUEST_STATES).not.toContain(request.state);
  expect(applyExecutionStatus(request, CALLBACK)).toMatchObject({ kind: "ignored", reason: "NOT_EXECUTING" });
  expect(applyLifecycleEvent(request, { type: "hold" })).toMatchObject({ reason: "UNSUPPORTED_STATE" });
});
