import {
  applyExecutionStatus,
  applyLifecycleEvent,
  EXECUTION_STATUSES,
  type ExecutionStatusInput,
  executionStatusSchema,
  explain,
  jobRequestSchema,
  parseExecutionStatus,
  parseJobRequest,
  parseRequestId,
  toHttpResponse,
} from "ess-request-machine";
import { describe, expect, test } from "vitest";
import { faultsOf, fickle, HOSTILE, messagesOf, mined, RUNNING, SECRET, whilePolluted } from "./support/boundary.js";

/** Values that are made to break whoever reads them. Parsers answer with issues, the functions with a rejection. */

const NAMES = Object.keys(HOSTILE);
const PARSERS = {
  parseExecutionStatus,
  parseJobRequest,
  parseRequestId,
  "the schema of a callback": executionStatusSchema["~standard"].validate,
  "the schema of a record": jobRequestSchema["~standard"].validate,
};
const CALLBACK = { requestHandle: "handle-2", status: "ERROR", statusMessage: "text" };
/** In a state of which the rules say little: what is told comes from the field itself. */
const RECORD = { ...RUNNING, state: "ERROR" };
const FIELDS = Object.keys(RECORD);

describe.each(Object.entries(PARSERS))("%s has issues, and does not throw, for", (_, parse) => {
  test.each(NAMES)("%s", (name) => {
    const parsed = parse(HOSTILE[name]);
    expect(faultsOf(parsed).length).toBeGreaterThan(0);
    expect(messagesOf(parsed)).not.toMatch(SECRET);
  });
});

test("a revoked proxy is no object, but told as one that cannot be read", () => {
  for (const parse of [parseExecutionStatus, parseJobRequest]) {
    const parsed = parse(HOSTILE["a revoked proxy"]);
    expect(parsed.issues).toMatchObject([
      { path: [], message: expect.stringMatching(/an object that cannot be read\./) },
    ]);
  }
});

describe.each(NAMES)("%s", (name) => {
  const value = HOSTILE[name];

  test("is told as the fault of the member that it stands for", () => {
    for (const member of Object.keys(CALLBACK)) {
      expect(faultsOf(parseExecutionStatus({ ...CALLBACK, [member]: value }))).toEqual([member]);
    }
    // A fault in a list is told by its place in it.
    for (const field of FIELDS) {
      const faults = faultsOf(parseJobRequest({ ...RECORD, [field]: value }));
      expect(faults.map((fault) => fault.split(".")[0])).toEqual([field]);
    }
    expect(faultsOf(parseJobRequest({ ...RUNNING, earlierHandles: ["a", value] }))).toEqual(["earlierHandles.1"]);
  });

  test("changes nothing as a callback's status or handle, and as its message is none", () => {
    const answer = (fault: object) => applyExecutionStatus(RUNNING, { ...CALLBACK, ...fault } as never);
    expect(answer({ status: value })).toMatchObject({ kind: "rejected", reason: "UNKNOWN_STATUS" });
    expect(answer({ requestHandle: value })).toMatchObject({ kind: "rejected", reason: "HANDLE_MISSING" });
    expect(answer({ requestHandle: value }).request).toBe(RUNNING);
    expect(answer({ statusMessage: value }).request).toMatchObject({ state: "ERROR_AUTO_RETRY", message: null });
  });

  test.each([
    ["READY", "start", "requestHandle", "HANDLE_MISSING"],
    ["CANCELLING", "checkIn", "at", "INVALID_PAYLOAD"],
    ["RUNNING", "manualRecoveryRequired", "message", "INVALID_PAYLOAD"],
    ["COMPLETED", "postProcessed", "result", "INVALID_PAYLOAD"],
    ["ERROR_MANUAL_RECOVERY", "complete", "state", "INVALID_PAYLOAD"],
    ["RUNNING", "event", "type", "UNKNOWN_EVENT"],
  ] as const)("in %s changes nothing as %s's %s", (state, type, member, reason) => {
    const request = { ...RUNNING, state };
    const event = { type, requestHandle: "handle-2", [member]: value } as never;
    const outcome = applyLifecycleEvent(request, event);
    expect(outcome).toMatchObject({ kind: "rejected", reason });
    expect(outcome.request).toBe(request);
    expect(explain(request, event, outcome)).not.toMatch(SECRET);
  });
});

describe("the functions answer, with the same record, when what comes is", () => {
  test.each([...NAMES, "undefined", "null"])("%s", (name) => {
    const value = (name === "null" ? null : HOSTILE[name]) as never;
    const callback = applyExecutionStatus(RUNNING, value);
    expect(callback).toMatchObject({ kind: "rejected", reason: "UNKNOWN_STATUS" });
    expect(callback.request).toBe(RUNNING);
    const event = applyLifecycleEvent(RUNNING, value);
    expect(event).toMatchObject({ kind: "rejected", reason: "UNKNOWN_EVENT" });
    expect(event.request).toBe(RUNNING);
    expect(explain(RUNNING, value, callback)).toMatch(/^An unknown name for request 101 in RUNNING was rejected/);
  });
});

describe("what was checked is what is kept, whatever an accessor says the next time", () => {
  test("of a callback", () => {
    const callback = CALLBACK as ExecutionStatusInput;
    for (const member of ["status", "statusMessage"] as const) {
      const changing = Object.defineProperties(
        { ...callback },
        Object.getOwnPropertyDescriptors(fickle({ [member]: callback[member] })),
      );
      expect(applyExecutionStatus(RUNNING, changing)).toStrictEqual(applyExecutionStatus(RUNNING, callback));
    }
    for (const member of Object.keys(callback)) {
      expect(applyExecutionStatus(RUNNING, mined({ ...callback }, member))).toMatchObject({ reason: "UNKNOWN_STATUS" });
    }
  });

  test("a callback of which nothing can be relied on leaves a well-formed record all the same", () => {
    for (const status of EXECUTION_STATUSES) {
      const { request } = applyExecutionStatus(RUNNING, fickle({ ...CALLBACK, status }) as ExecutionStatusInput);
      expect(parseJobRequest(request)).toStrictEqual({ value: request });
    }
  });

  test("of an event", () => {
    const event = { type: "cancel", at: 5 } as const;
    expect(applyLifecycleEvent(RUNNING, fickle({ ...event }))).toStrictEqual(applyLifecycleEvent(RUNNING, event));
    expect(applyLifecycleEvent(RUNNING, mined({ ...event }, "at"))).toMatchObject({ reason: "UNKNOWN_EVENT" });
  });
});

describe("only own members speak", () => {
  test("not those of a polluted prototype", () => {
    expect(faultsOf(whilePolluted(CALLBACK, () => parseExecutionStatus({})))).toEqual(["status"]);
    const bare = { status: "ERROR" };
    expect(whilePolluted(CALLBACK, () => parseExecutionStatus(bare))).toStrictEqual({ value: bare });
    expect(faultsOf(whilePolluted({ ...RUNNING }, () => parseJobRequest({})))).toEqual(FIELDS);
  });

  test("nor an array's prototype for a hole", () => {
    const record = { ...RUNNING, earlierHandles: new Array(1) };
    const parsed = whilePolluted({ 0: "handle-0" }, () => parseJobRequest(record), Array.prototype);
    expect(faultsOf(parsed)).toEqual(["earlierHandles.0"]);
  });

  test.each(["__proto__", "constructor", "prototype"])("nor a member called %s", (name) => {
    const body = JSON.parse(`{"${name}": ${JSON.stringify(CALLBACK)}}`);
    expect(faultsOf(parseExecutionStatus(body))).toEqual(["status"]);
    expect(applyExecutionStatus(RUNNING, body)).toMatchObject({ reason: "UNKNOWN_STATUS" });
    expect(faultsOf(parseJobRequest(JSON.parse(`{"${name}": ${JSON.stringify(RUNNING)}}`)))).toEqual(FIELDS);
    const parsed = parseExecutionStatus(JSON.parse(`{"status": "ERROR", "${name}": {"requestHandle": "handle-2"}}`));
    expect(parsed).toStrictEqual({ value: { status: "ERROR" } });
  });

  test("nor those of a class, unless an instance has them as its own", () => {
    class Getters {
      get status() {
        return "ERROR";
      }
    }
    class Own {
      status = "ERROR";
    }
    expect(faultsOf(parseExecutionStatus(new Getters()))).toEqual(["status"]);
    expect(parseExecutionStatus(new Own())).toStrictEqual({ value: { status: "ERROR" } });
  });

  test("and they do so without any prototype, too", () => {
    const without = (members: object) => Object.assign(Object.create(null), members);
    expect(parseExecutionStatus(without(CALLBACK))).toStrictEqual({ value: CALLBACK });
    expect(parseJobRequest(without(RUNNING))).toStrictEqual({ value: RUNNING });
    expect(applyExecutionStatus(RUNNING, without(CALLBACK)).kind).toBe("transitioned");
  });
});

describe("members that cannot be read, or not twice", () => {
  test("a getter that throws is the fault of its member", () => {
    for (const member of Object.keys(CALLBACK)) {
      expect(faultsOf(parseExecutionStatus(mined({ ...CALLBACK }, member)))).toEqual([member]);
    }
    for (const field of FIELDS) expect(faultsOf(parseJobRequest(mined({ ...RECORD }, field)))).toEqual([field]);
    const earlierHandles = mined(["a", "b", "c"], 1);
    expect(faultsOf(parseJobRequest({ ...RUNNING, earlierHandles }))).toEqual(["earlierHandles.1"]);
  });

  test("a getter that changes its mind is taken at its first word", () => {
    expect(parseExecutionStatus(fickle({ ...CALLBACK }))).toStrictEqual({ value: CALLBACK });
    expect(parseJobRequest(fickle({ ...RUNNING }))).toStrictEqual({ value: RUNNING });
    const earlierHandles = fickle(["a", "b"]);
    expect(parseJobRequest({ ...RUNNING, earlierHandles })).toStrictEqual({
      value: { ...RUNNING, earlierHandles: ["a", "b"] },
    });
  });

  const lying = (length: unknown) => {
    const get = (list: object, name: PropertyKey) => (name === "length" ? length : Reflect.get(list, name));
    return parseJobRequest({ ...RUNNING, earlierHandles: new Proxy(["a"], { get }) });
  };

  test.each([-1, 0.5, Number.NaN])("a list that says its length is %d is empty", (length) => {
    const parsed = lying(length);
    // Only its length: whoever compares the list that lies may never come to its end.
    expect((parsed.issues ?? parsed.value.earlierHandles).length).toBe(0);
  });

  test.each([17, 2 ** 32, Number.POSITIVE_INFINITY])("a list that says its length is %d is too long", (length) => {
    expect(faultsOf(lying(length))).toEqual(["earlierHandles"]);
  });

  test.each(NAMES.filter((name) => typeof HOSTILE[name] !== "number"))("a list whose length is %s is none", (name) => {
    expect(faultsOf(lying(HOSTILE[name]))).toEqual(["earlierHandles"]);
  });
});

describe("what is huge or no Unicode", { timeout: 1000 }, () => {
  const MEGABYTE = "SUCCESS ".repeat(131_072);

  test("a megabyte is a handle and a message like any other, and no status, id or state", () => {
    const body = { ...CALLBACK, requestHandle: MEGABYTE, statusMessage: MEGABYTE };
    expect(parseExecutionStatus(body)).toStrictEqual({ value: body });
    expect(applyExecutionStatus(RUNNING, body as never)).toMatchObject({ reason: "HANDLE_MISMATCH" });
    for (const parsed of [
      parseExecutionStatus({ status: MEGABYTE }),
      parseRequestId("1".repeat(1_000_000)),
      parseRequestId(10n ** 10_000n),
      parseJobRequest({ ...RUNNING, requestId: "1".repeat(1_000_000), state: MEGABYTE }),
    ]) {
      expect(parsed.issues).toBeDefined();
      expect(messagesOf(parsed).length).toBeLessThan(1000);
    }
  });

  test("of a million earlier handles no more than one too many are looked at", () => {
    const earlierHandles = Array.from({ length: 1_000_000 }, (_, i) => (i < 17 ? `h-${i}` : ""));
    const looked: PropertyKey[] = [];
    const watched = new Proxy(earlierHandles, {
      get: (list, name) => {
        looked.push(name);
        return Reflect.get(list, name);
      },
    });
    expect(faultsOf(parseJobRequest({ ...RUNNING, earlierHandles: watched }))).toEqual(["earlierHandles"]);
    expect(looked.length).toBeLessThan(20);
  });

  test.each(["\ud800", "text \udfff", "\u0000", "\u202e", "😀"])("%j comes through as it is", (text) => {
    const body = { requestHandle: text, status: "ERROR", statusMessage: text };
    expect(parseExecutionStatus(body)).toStrictEqual({ value: body });
    const record = { ...RUNNING, requestHandle: text, message: text };
    expect(parseJobRequest(record)).toStrictEqual({ value: record });
    expect(applyExecutionStatus(record, body as never).request).toMatchObject({ message: text });
    expect(messagesOf(parseExecutionStatus({ status: text }))).not.toContain(text);
  });
});

describe("found by the fuzzer:", () => {
  test("what is no object has no members, whatever every object seems to have", () => {
    for (const nothing of [undefined, null, 1, "SUCCESS"] as never[]) {
      expect(whilePolluted(CALLBACK, () => applyExecutionStatus(RUNNING, nothing))).toMatchObject({
        reason: "UNKNOWN_STATUS",
      });
      const event = { type: "cancel", at: 5 };
      expect(whilePolluted(event, () => applyLifecycleEvent(RUNNING, nothing))).toMatchObject({
        reason: "UNKNOWN_EVENT",
      });
    }
  });

  test.each(["issues", "problem"])("a prototype that has %s does not make an outcome into one", (name) => {
    const outcome = applyExecutionStatus(RUNNING, CALLBACK as ExecutionStatusInput);
    const response = whilePolluted({ [name]: "SECRET" }, () => toHttpResponse(outcome, { href: "here" }));
    expect(response).toMatchObject({ status: 200, body: { href: "here" } });
  });

  test("nor does its reason get into a response", () => {
    const parsed = parseExecutionStatus({});
    const response = whilePolluted({ reason: "SECRET" }, () => toHttpResponse(parsed as never, { href: "here" }));
    expect(JSON.stringify(response)).not.toMatch(SECRET);
  });

  test("nor does its element keep a record from being read", () => {
    expect(whilePolluted({ element: "SECRET" }, () => parseJobRequest(RUNNING))).toStrictEqual({ value: RUNNING });
  });

  test.each([Symbol("SECRET"), 8675309n, Number.NaN, { toString: null, valueOf: null }])(
    "a time that was too early and is %o when it is explained",
    (later) => {
      let reads = 0;
      const event = { type: "forceCancel", at: 6 } as const;
      const fickleEvent = Object.defineProperty({ ...event }, "at", { get: () => (reads++ === 0 ? 6 : later) });
      const request = { ...RUNNING, state: "CANCELLING", cancelSeenAt: 5 } as const;
      const outcome = applyLifecycleEvent(request, fickleEvent);
      expect(outcome).toMatchObject({ reason: "TOO_EARLY" });
      expect(explain(request, fickleEvent, outcome)).toMatch(/found less\. Try again later\.$/);
    },
  );
});
