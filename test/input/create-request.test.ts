import { applyLifecycleEvent, createRequest, parseJobRequest } from "ess-request-machine";
import { describe, expect, test } from "vitest";
import { SECRET } from "../support/boundary.js";

/** The record of a request that was just submitted. */

const SUBMITTED = {
  schemaVersion: 1,
  requestId: "101",
  state: "WAIT",
  requestHandle: null,
  earlierHandles: [],
  reportedStatus: null,
  attempt: 0,
  retries: 0,
  retriedCount: 0,
  message: null,
  update: null,
  pausedState: null,
  executableState: null,
  errorType: null,
  timedOut: false,
  cancelSeenAt: null,
};

describe("a new request", () => {
  test("is in WAIT, and nothing has happened to it", () => {
    expect(createRequest({ requestId: "101" })).toStrictEqual(SUBMITTED);
  });

  test("may be allowed automatic retries", () => {
    expect(createRequest({ requestId: "101", retries: 3 })).toStrictEqual({ ...SUBMITTED, retries: 3 });
  });

  test("may have to be validated first", () => {
    const unvalidated = { ...SUBMITTED, state: "PENDING_VALIDATION" };
    expect(createRequest({ requestId: "101", validated: false })).toStrictEqual(unvalidated);
    expect(createRequest({ requestId: "101", validated: true })).toStrictEqual(SUBMITTED);
  });

  test.each<[string | number | bigint, string]>([
    ["9223372036854775807", "9223372036854775807"],
    [9_007_199_254_740_993n, "9007199254740993"],
    [7, "7"],
  ])("has its id %s in decimal", (requestId, digits) => {
    expect(createRequest({ requestId }).requestId).toBe(digits);
  });

  test.each([{}, { retries: 5 }, { validated: false }, { retries: 1, validated: false }])(
    "made with %j is a well-formed record, also after it was stored",
    (options) => {
      const request = createRequest({ requestId: "101", ...options });
      expect(parseJobRequest(request)).toStrictEqual({ value: request });
      expect(parseJobRequest(JSON.parse(JSON.stringify(request)))).toStrictEqual({ value: request });
    },
  );
});

describe("two records are independent:", () => {
  test("they are two objects", () => {
    expect(createRequest({ requestId: "1" })).not.toBe(createRequest({ requestId: "1" }));
  });

  test("they have two lists of handles", () => {
    const [one, other] = [createRequest({ requestId: "1" }), createRequest({ requestId: "2" })];
    expect(one.earlierHandles).not.toBe(other.earlierHandles);
  });

  test("events applied to one leave the other unchanged", () => {
    const [one, other] = [createRequest({ requestId: "101" }), createRequest({ requestId: "101" })];
    const ready = applyLifecycleEvent(one, { type: "dispatch" }).request;
    applyLifecycleEvent(ready, { type: "start", requestHandle: "h-1" });
    expect(one).toStrictEqual(SUBMITTED);
    expect(other).toStrictEqual(SUBMITTED);
  });

  test("later changes of the options leave them unchanged", () => {
    const options = { requestId: "101", retries: 1 };
    const request = createRequest(options);
    options.retries = 2;
    expect(request.retries).toBe(1);
  });
});

describe("a mistake of the caller throws a TypeError that names the expected value:", () => {
  const id = { requestId: "101" };
  const ID = /^The request id must be .+, but is .+\. Send it/;
  const RETRIES = /^retries must be an integer of at least 0, but is .+\. Default: 0\.$/;
  const VALIDATED = /^validated must be a boolean, but is .+\. Default: true\.$/;

  test.each<[string, unknown, RegExp]>([
    ["no id", {}, ID],
    ["an id that is null", { requestId: null }, ID],
    ["an id with leading zeros", { requestId: "007" }, ID],
    ["zero for an id", { requestId: 0 }, ID],
    ["an id beyond int64", { requestId: 2n ** 63n }, ID],
    ["a number beyond 2^53 for an id", { requestId: 2 ** 53 }, ID],
    ["negative retries", { ...id, retries: -1 }, RETRIES],
    ["half a retry", { ...id, retries: 0.5 }, RETRIES],
    ["infinitely many retries", { ...id, retries: Number.POSITIVE_INFINITY }, RETRIES],
    ["retries that are not a number", { ...id, retries: Number.NaN }, RETRIES],
    ["retries as text", { ...id, retries: "3" }, RETRIES],
    ["retries that are null", { ...id, retries: null }, RETRIES],
    ["validated as text", { ...id, validated: "no" }, VALIDATED],
    ["validated as a number", { ...id, validated: 0 }, VALIDATED],
    ["validated that is null", { ...id, validated: null }, VALIDATED],
  ])("%s", (_, options, message) => {
    expect(() => createRequest(options as never)).toThrow(TypeError);
    expect(() => createRequest(options as never)).toThrow(message);
  });

  test("no options at all", () => {
    expect(() => createRequest(undefined as never)).toThrow(TypeError);
    expect(() => createRequest(null as never)).toThrow(TypeError);
  });

  test.each([{ requestId: "SECRET" }, { ...id, retries: "SECRET" }, { ...id, validated: "SECRET" }])(
    "the message shows nothing of %j",
    (options) => {
      const mistaken = () => createRequest(options as never);
      expect(mistaken).toThrow(TypeError);
      expect(mistaken).not.toThrow(SECRET);
    },
  );
});
