import {
  executionStatusSchema,
  jobRequestSchema,
  lifecycleEventSchema,
  parseExecutionStatus,
  parseJobRequest,
  parseLifecycleEvent,
  parseRequestId,
} from "ess-request-machine";
import { describe, expect, test } from "vitest";
import { faultsOf, fickle, HOSTILE, messagesOf, mined, RUNNING, SECRET, whilePolluted } from "../support/boundary.js";

/** The parsers never throw. Hostile values have issues that show nothing of their content. */

const NAMES = Object.keys(HOSTILE);
const PARSERS = {
  parseExecutionStatus,
  parseLifecycleEvent,
  parseJobRequest,
  parseRequestId,
  "the schema of callbacks": executionStatusSchema["~standard"].validate,
  "the schema of events": lifecycleEventSchema["~standard"].validate,
  "the schema of records": jobRequestSchema["~standard"].validate,
};
const CALLBACK = { requestHandle: "handle-2", status: "ERROR", statusMessage: "text" };
const COMPLETE = { type: "complete", state: "ERROR", message: "text" };
const CHECK_IN = { type: "checkIn", requestHandle: "handle-2", at: 5 };
/** A state with few rules, so that the issue is the one of the field itself. */
const RECORD = { ...RUNNING, state: "ERROR" };
const FIELDS = Object.keys(RECORD);

describe.each(Object.entries(PARSERS))("%s has issues for", (_, parse) => {
  test.each(NAMES)("%s", (name) => {
    const parsed = parse(HOSTILE[name]);
    expect(faultsOf(parsed).length).toBeGreaterThan(0);
    expect(messagesOf(parsed)).not.toMatch(SECRET);
  });
});

test("a revoked proxy is described as unreadable", () => {
  for (const parse of [parseExecutionStatus, parseLifecycleEvent, parseJobRequest]) {
    const { issues } = parse(HOSTILE["a revoked proxy"]);
    expect(issues).toMatchObject([{ path: [], message: expect.stringMatching(/but is an unreadable object\. /) }]);
  }
});

describe.each(NAMES)("%s has an issue at the member where it is:", (name) => {
  const value = HOSTILE[name];

  test.each(Object.keys(CALLBACK))("%s of a callback", (member) => {
    expect(faultsOf(parseExecutionStatus({ ...CALLBACK, [member]: value }))).toEqual([member]);
  });

  test.each(Object.keys(COMPLETE))("%s of an event", (member) => {
    expect(faultsOf(parseLifecycleEvent({ ...COMPLETE, [member]: value }))).toEqual([member]);
  });

  test.each(FIELDS)("%s of a record", (field) => {
    const faults = faultsOf(parseJobRequest({ ...RECORD, [field]: value }));
    expect(faults.map((fault) => fault.split(".")[0])).toEqual([field]);
  });

  test("an element of a list", () => {
    expect(faultsOf(parseJobRequest({ ...RUNNING, earlierHandles: ["a", value] }))).toEqual(["earlierHandles.1"]);
  });
});

describe("inherited members are not read:", () => {
  test("those of a polluted prototype", () => {
    expect(faultsOf(whilePolluted(CALLBACK, () => parseExecutionStatus({})))).toEqual(["status"]);
    expect(faultsOf(whilePolluted(COMPLETE, () => parseLifecycleEvent({})))).toEqual(["type"]);
    expect(faultsOf(whilePolluted({ at: 5 }, () => parseLifecycleEvent({ type: "cancel" })))).toEqual(["at"]);
    expect(faultsOf(whilePolluted({ ...RUNNING }, () => parseJobRequest({})))).toEqual(FIELDS);
    const bare = { status: "ERROR" };
    expect(whilePolluted(CALLBACK, () => parseExecutionStatus(bare))).toStrictEqual({ value: bare });
  });

  test("those of an array's prototype, for a hole", () => {
    const record = { ...RUNNING, earlierHandles: new Array(1) };
    const parsed = whilePolluted({ 0: "handle-0" }, () => parseJobRequest(record), Array.prototype);
    expect(faultsOf(parsed)).toEqual(["earlierHandles.0"]);
  });

  test("an inherited member does not prevent parsing either", () => {
    expect(whilePolluted({ element: "SECRET" }, () => parseJobRequest(RUNNING))).toStrictEqual({ value: RUNNING });
  });

  test.each(["__proto__", "constructor", "prototype"])("those of a member called %s", (name) => {
    const within = (members: object) => JSON.parse(`{"${name}": ${JSON.stringify(members)}}`);
    expect(faultsOf(parseExecutionStatus(within(CALLBACK)))).toEqual(["status"]);
    expect(faultsOf(parseLifecycleEvent(within(COMPLETE)))).toEqual(["type"]);
    expect(faultsOf(parseJobRequest(within(RUNNING)))).toEqual(FIELDS);
    const parsed = parseExecutionStatus(JSON.parse(`{"status": "ERROR", "${name}": {"requestHandle": "handle-2"}}`));
    expect(parsed).toStrictEqual({ value: { status: "ERROR" } });
  });

  test("the accessors of a class; its fields are read", () => {
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

  test("objects without a prototype are parsed", () => {
    const without = (members: object) => Object.assign(Object.create(null), members);
    expect(parseExecutionStatus(without(CALLBACK))).toStrictEqual({ value: CALLBACK });
    expect(parseLifecycleEvent(without(COMPLETE))).toStrictEqual({ value: COMPLETE });
    expect(parseJobRequest(without(RUNNING))).toStrictEqual({ value: RUNNING });
  });
});

describe("a getter that throws has an issue at its member:", () => {
  test.each(Object.keys(CALLBACK))("%s of a callback", (member) => {
    expect(faultsOf(parseExecutionStatus(mined({ ...CALLBACK }, member)))).toEqual([member]);
  });

  test.each([
    ["type", COMPLETE],
    ["state", COMPLETE],
    ["message", COMPLETE],
    ["requestHandle", CHECK_IN],
    ["at", CHECK_IN],
  ])("%s of an event", (member, event) => {
    expect(faultsOf(parseLifecycleEvent(mined({ ...event }, member)))).toEqual([member]);
  });

  test.each(FIELDS)("%s of a record", (field) => {
    expect(faultsOf(parseJobRequest(mined({ ...RECORD }, field)))).toEqual([field]);
  });

  test("an element of a list", () => {
    const earlierHandles = mined(["a", "b", "c"], 1);
    expect(faultsOf(parseJobRequest({ ...RUNNING, earlierHandles }))).toEqual(["earlierHandles.1"]);
  });
});

test("every member is read only once", () => {
  expect(parseExecutionStatus(fickle({ ...CALLBACK }))).toStrictEqual({ value: CALLBACK });
  expect(parseLifecycleEvent(fickle({ ...COMPLETE }))).toStrictEqual({ value: COMPLETE });
  expect(parseLifecycleEvent(fickle({ ...CHECK_IN }))).toStrictEqual({ value: CHECK_IN });
  expect(parseJobRequest(fickle({ ...RUNNING }))).toStrictEqual({ value: RUNNING });
  const earlierHandles = fickle(["a", "b"]);
  expect(parseJobRequest({ ...RUNNING, earlierHandles })).toStrictEqual({
    value: { ...RUNNING, earlierHandles: ["a", "b"] },
  });
});

describe("a list with a false length", () => {
  const parseLength = (length: unknown) => {
    const get = (list: object, name: PropertyKey) => (name === "length" ? length : Reflect.get(list, name));
    return parseJobRequest({ ...RUNNING, earlierHandles: new Proxy(["a"], { get }) });
  };

  test.each([-1, 0.5, Number.NaN])("of %d is empty", (length) => {
    const parsed = parseLength(length);
    // Comparing the whole record could run forever if the false length were kept.
    expect((parsed.issues ?? parsed.value.earlierHandles).length).toBe(0);
  });

  test.each([17, 2 ** 32, Number.POSITIVE_INFINITY])("of %d is too long", (length) => {
    expect(faultsOf(parseLength(length))).toEqual(["earlierHandles"]);
  });

  test.each(NAMES.filter((name) => typeof HOSTILE[name] !== "number"))("that is %s is not a list", (name) => {
    expect(faultsOf(parseLength(HOSTILE[name]))).toEqual(["earlierHandles"]);
  });
});

describe("huge values", () => {
  const MEGABYTE = "SUCCESS ".repeat(131_072);

  test("a megabyte is a valid handle and message", () => {
    const body = { ...CALLBACK, requestHandle: MEGABYTE, statusMessage: MEGABYTE };
    expect(parseExecutionStatus(body)).toStrictEqual({ value: body });
  });

  test("other huge values have short issues", () => {
    for (const parsed of [
      parseExecutionStatus({ status: MEGABYTE }),
      parseLifecycleEvent({ type: MEGABYTE }),
      parseRequestId("1".repeat(1_000_000)),
      parseRequestId(10n ** 10_000n),
      parseJobRequest({ ...RUNNING, requestId: "1".repeat(1_000_000), state: MEGABYTE }),
    ]) {
      expect(parsed.issues).toBeDefined();
      expect(messagesOf(parsed).length).toBeLessThan(1000);
    }
  });

  test("of a million earlier handles, only one more than allowed is read", () => {
    const earlierHandles = Array.from({ length: 1_000_000 }, (_, i) => (i < 17 ? `h-${i}` : ""));
    let reads = 0;
    const counted = new Proxy(earlierHandles, {
      get: (list, name) => {
        reads += 1;
        return Reflect.get(list, name);
      },
    });
    expect(faultsOf(parseJobRequest({ ...RUNNING, earlierHandles: counted }))).toEqual(["earlierHandles"]);
    expect(reads).toBeLessThan(20);
  });
});

test.each(["\ud800", "text \udfff", "\u0000", "\u202e", "😀"])("the text %j is kept unchanged", (text) => {
  const body = { requestHandle: text, status: "ERROR", statusMessage: text };
  expect(parseExecutionStatus(body)).toStrictEqual({ value: body });
  const record = { ...RUNNING, requestHandle: text, message: text };
  expect(parseJobRequest(record)).toStrictEqual({ value: record });
  expect(messagesOf(parseExecutionStatus({ status: text }))).not.toContain(text);
});
