import { createRequest, type JobRequest, jobRequestSchema, parseJobRequest, parseRequestId } from "ess-request-machine";
import { requestMachine } from "ess-request-machine/machine";
import { describe, expect, test } from "vitest";
import { createActor } from "xstate";
import { guards } from "../src/lifecycle/guards.js";
import { UNSTARTED } from "../src/lifecycle/job-request.js";

/** What is said of a record, an id or a new request that does not fit: word for word. */

const WAITING = createRequest({ requestId: "101", retries: 2 });
const RUNNING: JobRequest = { ...WAITING, state: "RUNNING", requestHandle: "h", attempt: 1 };
const ADVICE = "Correct the stored record.";

const faultsOf = (record: object) => (parseJobRequest(record).issues ?? []).map(({ message }) => message);
const issuesOf = (record: object) =>
  (parseJobRequest(record).issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);

describe("a field of the wrong type or range", () => {
  test.each<[keyof JobRequest, unknown, string]>([
    ["schemaVersion", 2, "1, but found a positive integer"],
    ["requestId", "x", "a decimal string from 1 to 9223372036854775807, but found a string of 1 character"],
    ["requestHandle", "", "a non-empty string or null, but found an empty string"],
    ["earlierHandles", "x", "an array of at most 16 handles, but found a string of 1 character"],
    [
      "reportedStatus",
      "UPDATE",
      "one of SUCCESS, PAUSE, WARNING, ERROR, BUSINESS_ERROR, CANCEL, SUSPEND or null, but found a string of 6 characters",
    ],
    ["attempt", -1, "an integer, 0 or more, but found a negative number"],
    ["retries", 0.5, "an integer, 0 or more, but found a fraction"],
    ["retriedCount", null, "an integer, 0 or more, but found null"],
    ["message", 0, "a string or null, but found zero"],
    ["update", true, "a string or null, but found a boolean"],
    ["pausedState", {}, "a string or null, but found an object"],
    ["executableState", "ERROR", "one of SUCCEEDED, WARNING or null, but found a string of 5 characters"],
    ["errorType", [], "one of SYSTEM, BUSINESS, TIMEOUT or null, but found an array"],
    ["timedOut", null, "a boolean, but found null"],
    [
      "cancelSeenAt",
      2 ** 53,
      "a safe integer, 0 or more, in epoch milliseconds or null, but found a number beyond 2^53",
    ],
  ])("%s", (field, value, said) => {
    expect(issuesOf({ ...WAITING, [field]: value })).toEqual([`${field}: Expected ${field} to be ${said}. ${ADVICE}`]);
  });

  test("is not compared with others: what it should be is not known", () => {
    expect(faultsOf({ ...RUNNING, state: "ERROR_AUTO_RETRY", reportedStatus: "ERROR", retries: "x" })).toHaveLength(1);
    expect(faultsOf({ ...RUNNING, requestHandle: 5, earlierHandles: ["a", "a"] })).toHaveLength(1);
  });

  test("the schema says of an id what its pattern cannot", () => {
    const { properties } = jobRequestSchema["~standard"].jsonSchema.output({ target: "draft-2020-12" });
    expect(properties).toMatchObject({ requestId: { description: "1 to 9223372036854775807" } });
  });
});

test.each<[string, Partial<JobRequest>, string]>([
  ["too many retries", { retriedCount: 3 }, "retriedCount to be at most retries, but found more"],
  [
    "an automatic retry without one left",
    { ...RUNNING, state: "ERROR_AUTO_RETRY", reportedStatus: "ERROR", retriedCount: 2 },
    "retriedCount to be less than retries in ERROR_AUTO_RETRY, but found no retry left",
  ],
  [
    "an attempt alone",
    { attempt: 1 },
    "attempt to be 0 exactly where requestHandle is null, but found one without the other",
  ],
  [
    "an earlier handle alone",
    { earlierHandles: ["g"] },
    "earlierHandles to be empty where there is no requestHandle, but found something",
  ],
  [
    "a report alone",
    { reportedStatus: "ERROR" },
    "reportedStatus to be null where there is no requestHandle, but found something",
  ],
  [
    "a result alone",
    { executableState: "WARNING" },
    "executableState to be null where there is no requestHandle, but found something",
  ],
  ["a handle twice", { ...RUNNING, earlierHandles: ["h"] }, "all handles to be different, but found one twice"],
  [
    "RUNNING without a handle",
    { state: "RUNNING" },
    "requestHandle to be a handle in RUNNING, CANCELLING, ERROR_MANUAL_RECOVERY, but found null",
  ],
  [
    "RUNNING with a report",
    { ...RUNNING, reportedStatus: "ERROR" },
    "reportedStatus to be null in RUNNING, but found a report",
  ],
  [
    "CANCELLING since never",
    { ...RUNNING, state: "CANCELLING" },
    "cancelSeenAt to be a time in CANCELLING, but found null",
  ],
  [
    "PAUSED without a pause",
    { ...RUNNING, state: "PAUSED" },
    "reportedStatus to be PAUSE or SUSPEND in PAUSED, but found no such report",
  ],
  [
    "COMPLETED without a success",
    { ...RUNNING, state: "COMPLETED", executableState: "WARNING" },
    "reportedStatus to be SUCCESS or WARNING in COMPLETED, but found no such report",
  ],
  [
    "COMPLETED without a result",
    { ...RUNNING, state: "COMPLETED", reportedStatus: "SUCCESS" },
    "executableState to be SUCCEEDED or WARNING in COMPLETED, but found null",
  ],
  [
    "a retry without an error",
    { ...RUNNING, state: "ERROR_AUTO_RETRY", reportedStatus: "BUSINESS_ERROR" },
    "reportedStatus to be ERROR in ERROR_AUTO_RETRY, but found no such report",
  ],
  [
    "a start in a state before any",
    { ...RUNNING, state: "EXPIRED" },
    "requestHandle to be null in PENDING_VALIDATION, VALIDATION_FAILED, EXPIRED, SCHEDULE_ENDED, FINISHED, but found a handle",
  ],
  ["an error outside ERROR", { errorType: "SYSTEM" }, "errorType to be null outside ERROR, but found one"],
])("of a record with %s is said what was expected and what was found", (_, fields, said) => {
  expect(faultsOf({ ...WAITING, ...fields })).toEqual([`Expected ${said}. ${ADVICE}`]);
});

test.each([
  [Number.NaN, "a number that is not finite"],
  [Number.NEGATIVE_INFINITY, "a number that is not finite"],
  [-1, "a negative number"],
  [0.5, "a fraction"],
  [2 ** 53, "a number beyond 2^53"],
  [0, "zero"],
])("of %s as an id is said that it is %s", (id, said) => {
  expect(parseRequestId(id).issues?.map(({ message }) => message)).toEqual([
    `Expected a request id, a decimal int64 from 1 to 9223372036854775807, but found ${said}. Send it without sign or leading zeros, and as a string where it may exceed 2^53.`,
  ]);
});

test("a new request that does not fit is a programmer's mistake, and told as such", () => {
  expect(() => createRequest({ requestId: 1, retries: -1 })).toThrow(
    new TypeError("Expected retries to be an integer, 0 or more, but found a negative number. Leave it out for none."),
  );
  expect(() => createRequest({ requestId: 1, validated: null as never })).toThrow(
    new TypeError("Expected validated to be a boolean, but found null. Leave it out for true."),
  );
});

test("an actor that is given nothing begins with an empty record, as unstarted as any", () => {
  expect(UNSTARTED).toEqual({ ...createRequest({ requestId: 1 }), requestId: "" });
  const { state, ...context } = UNSTARTED;
  expect(state).toBe("WAIT");
  expect(createActor(requestMachine).getSnapshot().context).toEqual(context);
});

test("the first refusal's guard holds for whatever is none of the eight statuses", () => {
  expect(guards.isUnknownStatus(WAITING, { status: "start" })).toBe(true);
  expect(guards.isUnknownStatus(WAITING, {})).toBe(true);
  expect(guards.isUnknownStatus(WAITING, { status: "SUSPEND" })).toBe(false);
});
