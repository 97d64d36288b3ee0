import { applyExecutionStatus, parseExecutionStatus } from "ess-request-machine";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { faultsOf, messagesOf, RUNNING, SECRET, secret } from "../support/boundary.js";

/** The parser of the JSON body of a callback. */

const STATUSES = ["SUCCESS", "UPDATE", "PAUSE", "WARNING", "ERROR", "BUSINESS_ERROR", "CANCEL", "SUSPEND"];

describe("a valid body", () => {
  test.each(STATUSES)("has the status %s", (status) => {
    const body = { requestHandle: "h-1", status, statusMessage: "text" };
    const parsed = parseExecutionStatus(body);
    expect(parsed).toStrictEqual({ value: body });
    expect(parsed.issues === undefined && parsed.value).not.toBe(body);
  });

  // toStrictEqual distinguishes an absent member from an undefined one.
  test.each([
    ["an absent handle", { status: "SUCCESS", statusMessage: "text" }],
    ["an absent message", { requestHandle: "h-1", status: "SUCCESS" }],
    ["neither", { status: "SUCCESS" }],
  ])("may have %s; absent members stay absent", (_, body) => {
    expect(parseExecutionStatus(body)).toStrictEqual({ value: body });
  });

  test.each([null, undefined])("may have %s as handle and message, which counts as absent", (none) => {
    const body = { requestHandle: none, status: "ERROR", statusMessage: none };
    expect(parseExecutionStatus(body)).toStrictEqual({ value: { status: "ERROR" } });
  });

  test("may have an empty message, which is kept", () => {
    const body = { requestHandle: "h-1", status: "ERROR", statusMessage: "" };
    expect(parseExecutionStatus(body)).toStrictEqual({ value: body });
  });

  test("may have unknown members, which are left out", () => {
    const body = { requestHandle: "h-1", status: "UPDATE", type: "cancel", state: "SUCCEEDED", at: 1 };
    expect(parseExecutionStatus(body)).toStrictEqual({ value: { requestHandle: "h-1", status: "UPDATE" } });
  });

  test("is not changed, and may be frozen", () => {
    const body = Object.freeze({ requestHandle: "h-1", status: "UPDATE", extra: 1 });
    parseExecutionStatus(body);
    expect(body).toStrictEqual({ requestHandle: "h-1", status: "UPDATE", extra: 1 });
  });
});

describe("a body without a handle is parsed, and applying it gives HANDLE_MISSING:", () => {
  test.each([
    ["absent", { status: "SUCCESS" }],
    ["null", { requestHandle: null, status: "SUCCESS" }],
    ["empty", { requestHandle: "", status: "SUCCESS" }],
  ])("%s", (_, body) => {
    const parsed = parseExecutionStatus(body);
    if (parsed.issues !== undefined) expect.fail("it has issues");
    expect(applyExecutionStatus(RUNNING, parsed.value)).toMatchObject({ kind: "rejected", reason: "HANDLE_MISSING" });
  });
});

describe("a non-object has one issue, with an empty path:", () => {
  test.each([
    ["null", null],
    ["an array", [{ status: "SUCCESS" }]],
    ["a string of 7 characters", "SUCCESS"],
    ["an empty string", ""],
    ["zero", 0],
    ["a boolean", true],
    ["missing", undefined],
    ["a function", () => ({ status: "SUCCESS" })],
    ["a bigint", 1n],
    ["a symbol", Symbol("SUCCESS")],
  ])("%s", (found, body) => {
    const message = `The body must be a JSON object, but is ${found}. Send requestHandle and status in it.`;
    expect(parseExecutionStatus(body)).toStrictEqual({ issues: [{ path: [], message }] });
  });
});

describe("each fault has its path:", () => {
  const good = { requestHandle: "h-1", status: "SUCCESS", statusMessage: "text" };

  test.each<[string, object, string[]]>([
    ["an absent status", { status: undefined }, ["status"]],
    ["a null status", { status: null }, ["status"]],
    ["an empty status", { status: "" }, ["status"]],
    ["an unknown status", { status: "DONE" }, ["status"]],
    ["a status in lower case", { status: "success" }, ["status"]],
    ["a status in mixed case", { status: "Success" }, ["status"]],
    ["a status with a space", { status: "SUCCESS " }, ["status"]],
    ["a state for a status", { status: "PAUSED" }, ["status"]],
    ["an event for a status", { status: "cancel" }, ["status"]],
    ["a number for a status", { status: 0 }, ["status"]],
    ["a list of a status", { status: ["SUCCESS"] }, ["status"]],
    ["a number for a handle", { requestHandle: 1 }, ["requestHandle"]],
    ["zero for a handle", { requestHandle: 0 }, ["requestHandle"]],
    ["false for a handle", { requestHandle: false }, ["requestHandle"]],
    ["a list of a handle", { requestHandle: ["h-1"] }, ["requestHandle"]],
    ["a number for a message", { statusMessage: 1 }, ["statusMessage"]],
    ["zero for a message", { statusMessage: 0 }, ["statusMessage"]],
    ["an object for a message", { statusMessage: { text: "text" } }, ["statusMessage"]],
    ["a handle and a status", { requestHandle: 1, status: "DONE" }, ["requestHandle", "status"]],
    ["a status and a message", { status: null, statusMessage: 1 }, ["status", "statusMessage"]],
    ["a handle and a message", { requestHandle: {}, statusMessage: [] }, ["requestHandle", "statusMessage"]],
    ["all three", { requestHandle: 1, status: 2, statusMessage: 3 }, ["requestHandle", "status", "statusMessage"]],
  ])("%s", (_, fault, paths) => {
    expect(faultsOf(parseExecutionStatus({ ...good, ...fault }))).toEqual(paths);
  });

  test("an empty object lacks only the status", () => {
    expect(faultsOf(parseExecutionStatus({}))).toEqual(["status"]);
  });
});

test("no issue shows content of the body", () => {
  const body = fc.record(
    { requestHandle: secret, status: secret, statusMessage: secret, SECRET: secret },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.oneof(body, secret), (sent) => {
      const parsed = parseExecutionStatus(sent);
      expect(parsed.issues).toBeDefined();
      expect(messagesOf(parsed)).not.toMatch(SECRET);
    }),
    { numRuns: 500 },
  );
});
