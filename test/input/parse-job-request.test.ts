import { Ajv2020 } from "ajv/dist/2020.js";
import { type JobRequest, jobRequestSchema, parseJobRequest } from "ess-request-machine";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { wellFormed } from "../support/arbitraries.js";
import { faultsOf, messagesOf, RUNNING, SECRET, secret } from "../support/boundary.js";

/** The parser of stored records: types, ranges, and fields that depend on each other. */

const NEW_REQUEST = { requestHandle: null, earlierHandles: [], attempt: 0 };
const WAITING: JobRequest = { ...RUNNING, ...NEW_REQUEST, state: "WAIT", update: null, pausedState: null };
const handles = (count: number) => Array.from({ length: count }, (_, i) => `earlier-${i}`);

describe("a well-formed record", () => {
  test("is returned as an equal, new object", () => {
    fc.assert(
      fc.property(wellFormed, (record) => {
        const parsed = parseJobRequest(Object.freeze(record));
        expect(parsed).toStrictEqual({ value: record });
        expect(parsed.issues === undefined && parsed.value).not.toBe(record);
      }),
      { numRuns: 200 },
    );
  });

  test("loses unknown members", () => {
    fc.assert(
      fc.property(
        wellFormed,
        fc.dictionary(
          fc.string().map((name) => `_${name}`),
          fc.anything(),
        ),
        (record, extra) => {
          expect(parseJobRequest({ ...extra, ...record })).toStrictEqual({ value: record });
        },
      ),
    );
  });

  test("gets a new list of handles", () => {
    const earlierHandles = ["handle-1"];
    const parsed = parseJobRequest({ ...RUNNING, earlierHandles });
    earlierHandles.push("handle-0");
    expect(parsed).toStrictEqual({ value: RUNNING });
  });
});

test.each([
  ["null", null],
  ["undefined", undefined],
  ["a list of a record", [RUNNING]],
  ["a record's text", JSON.stringify(RUNNING)],
  ["a number", 1],
  ["a function", () => RUNNING],
])("%s has one issue, with an empty path", (_, record) => {
  const { issues } = parseJobRequest(record);
  expect(issues).toMatchObject([
    { path: [], message: expect.stringMatching(/^The job request must be an object, but is /) },
  ]);
});

/** A state with few rules, so that the issue is the one of the field itself. */
const ENDED: JobRequest = { ...RUNNING, state: "ERROR" };

const OUT_OF_RANGE: { readonly [Field in keyof JobRequest]: readonly unknown[] } = {
  schemaVersion: [undefined, null, 0, 2, "1"],
  requestId: ["0", "007", "-1", "", "9223372036854775808", "10000000000000000000", 101, 101n, null, undefined],
  state: ["UNKNOWN", "running", "", "constructor", 3, null, undefined, ["RUNNING"]],
  requestHandle: ["", 1, undefined, ["handle-2"], {}],
  earlierHandles: [null, undefined, "handle-1", {}, { length: 0 }, handles(17), handles(10_000)],
  reportedStatus: ["UPDATE", "success", "COMPLETED", "", 0, undefined],
  attempt: [-1, 1.5, "2", null, undefined, Number.NaN, Number.POSITIVE_INFINITY],
  retries: [-1, 1.5, "2", null, undefined, Number.NaN, Number.POSITIVE_INFINITY],
  retriedCount: [-1, 0.5, "1", null, undefined, Number.NaN],
  message: [1, undefined, ["text"], {}],
  update: [1, undefined, ["text"], {}],
  pausedState: [1, undefined, ["text"], {}],
  executableState: ["SUCCESS", "ERROR", "", undefined, true],
  errorType: ["system", "NONE", "", undefined, 0],
  timedOut: [null, undefined, 0, 1, "false"],
  cancelSeenAt: [-1, 0.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, "0", undefined, new Date(0)],
};

describe("a field of a wrong type or range has one issue, with the path of the field:", () => {
  const cases = Object.entries(OUT_OF_RANGE).flatMap(([field, values]) => values.map((value) => ({ field, value })));

  test.each(cases)("$field: $value", ({ field, value }) => {
    expect(faultsOf(parseJobRequest({ ...ENDED, [field]: value }))).toEqual([field]);
  });

  test.each(Object.keys(OUT_OF_RANGE))("%s is missing", (field) => {
    const { [field]: _, ...rest } = ENDED as unknown as Record<string, unknown>;
    expect(faultsOf(parseJobRequest(rest))).toEqual([field]);
  });

  test("an invalid earlier handle has its index in the path", () => {
    const { issues } = parseJobRequest({ ...RUNNING, earlierHandles: ["a", "", "b", 4, null, ...handles(11)] });
    expect(issues?.map(({ path }) => path)).toStrictEqual([1, 3, 4].map((index) => ["earlierHandles", index]));
    expect(issues?.[0]?.message).toMatch(/^earlierHandles\[1\] must be a non-empty string, but is an empty string\./);
  });
});

describe("the limits of the ranges are valid:", () => {
  test.each<Partial<JobRequest>>([
    { requestId: "1" },
    { requestId: "9223372036854775807" },
    { earlierHandles: [] },
    { earlierHandles: handles(16) },
    { message: "", update: "", pausedState: "" },
    { cancelSeenAt: 0 },
    { cancelSeenAt: 2 ** 53 - 1 },
    { retries: 1, retriedCount: 1 },
    { attempt: 2 ** 40, retries: 2 ** 40 },
    { timedOut: true, executableState: "WARNING" },
  ])("%j", (fields) => {
    expect(parseJobRequest({ ...RUNNING, ...fields })).toStrictEqual({ value: { ...RUNNING, ...fields } });
  });
});

const PAUSED: JobRequest = { ...RUNNING, state: "PAUSED", reportedStatus: "PAUSE" };
const COMPLETED: JobRequest = {
  ...RUNNING,
  state: "COMPLETED",
  reportedStatus: "SUCCESS",
  executableState: "SUCCEEDED",
};
const RETRYING: JobRequest = { ...RUNNING, state: "ERROR_AUTO_RETRY", reportedStatus: "ERROR" };
const CANCELLING: JobRequest = { ...RUNNING, state: "CANCELLING", cancelSeenAt: 0 };
const RECOVERING: JobRequest = { ...RUNNING, state: "ERROR_MANUAL_RECOVERY" };

const HAS_HANDLE = "requestHandle must be a handle in RUNNING, CANCELLING, ERROR_MANUAL_RECOVERY";
const HAS_NO_HANDLE =
  "requestHandle must be null in PENDING_VALIDATION, VALIDATION_FAILED, EXPIRED, SCHEDULE_ENDED, FINISHED";
const HANDLES_DIFFER = "earlierHandles must be different from each other and from requestHandle";
const MATCHES_REPORT =
  "executableState must be SUCCEEDED after SUCCESS and WARNING after WARNING in COMPLETED, CANCELLING";

describe("fields that contradict each other have one issue, at the field that is wrong:", () => {
  test.each<[string, JobRequest, string]>([
    [
      "more retries made than allowed",
      { ...RUNNING, retries: 1, retriedCount: 2 },
      "retriedCount must be at most retries",
    ],
    ["attempts without a handle", { ...WAITING, attempt: 1 }, "attempt must be 0 exactly when requestHandle is null"],
    ["a handle without an attempt", { ...RUNNING, attempt: 0 }, "attempt must be 0 exactly when requestHandle is null"],
    [
      "earlier handles without a latest",
      { ...WAITING, earlierHandles: ["a"] },
      "earlierHandles must be empty without a requestHandle",
    ],
    [
      "a report without a handle",
      { ...WAITING, reportedStatus: "ERROR" },
      "reportedStatus must be null without a requestHandle",
    ],
    [
      "a result without a handle",
      { ...WAITING, executableState: "SUCCEEDED" },
      "executableState must be null without a requestHandle",
    ],
    ["the latest handle among the earlier", { ...RUNNING, earlierHandles: ["a", "handle-2"] }, HANDLES_DIFFER],
    ["an earlier handle twice", { ...RUNNING, earlierHandles: ["a", "b", "a"] }, HANDLES_DIFFER],
    ["RUNNING without a handle", { ...RUNNING, ...NEW_REQUEST }, HAS_HANDLE],
    ["RUNNING after its report", { ...RUNNING, reportedStatus: "SUCCESS" }, "reportedStatus must be null in RUNNING"],
    ["CANCELLING without a handle", { ...CANCELLING, ...NEW_REQUEST }, HAS_HANDLE],
    ["CANCELLING without a time", { ...CANCELLING, cancelSeenAt: null }, "cancelSeenAt must be a time in CANCELLING"],
    [
      "PAUSED without a report",
      { ...PAUSED, reportedStatus: null },
      "reportedStatus must be PAUSE or SUSPEND in PAUSED",
    ],
    [
      "PAUSED after another report",
      { ...PAUSED, reportedStatus: "SUCCESS" },
      "reportedStatus must be PAUSE or SUSPEND in PAUSED",
    ],
    [
      "COMPLETED without a report",
      { ...COMPLETED, reportedStatus: null },
      "reportedStatus must be SUCCESS or WARNING in COMPLETED",
    ],
    [
      "COMPLETED after another report",
      { ...COMPLETED, reportedStatus: "ERROR" },
      "reportedStatus must be SUCCESS or WARNING in COMPLETED",
    ],
    ["COMPLETED without a result", { ...COMPLETED, executableState: null }, MATCHES_REPORT],
    ["COMPLETED with a result that contradicts SUCCESS", { ...COMPLETED, executableState: "WARNING" }, MATCHES_REPORT],
    ["COMPLETED with a result that contradicts WARNING", { ...COMPLETED, reportedStatus: "WARNING" }, MATCHES_REPORT],
    ["CANCELLING with SUCCESS but no result", { ...CANCELLING, reportedStatus: "SUCCESS" }, MATCHES_REPORT],
    [
      "CANCELLING with a result that contradicts WARNING",
      { ...CANCELLING, reportedStatus: "WARNING", executableState: "SUCCEEDED" },
      MATCHES_REPORT,
    ],
    [
      "ERROR_AUTO_RETRY without a report",
      { ...RETRYING, reportedStatus: null },
      "reportedStatus must be ERROR in ERROR_AUTO_RETRY",
    ],
    [
      "ERROR_AUTO_RETRY after another report",
      { ...RETRYING, reportedStatus: "BUSINESS_ERROR" },
      "reportedStatus must be ERROR in ERROR_AUTO_RETRY",
    ],
    [
      "ERROR_AUTO_RETRY with no retry left",
      { ...RETRYING, retriedCount: 2 },
      "retriedCount must be less than retries in ERROR_AUTO_RETRY",
    ],
    ["ERROR_MANUAL_RECOVERY without a handle", { ...RECOVERING, ...NEW_REQUEST }, HAS_HANDLE],
    ["PENDING_VALIDATION with a handle", { ...RUNNING, state: "PENDING_VALIDATION" }, HAS_NO_HANDLE],
    ["VALIDATION_FAILED with a handle", { ...RUNNING, state: "VALIDATION_FAILED" }, HAS_NO_HANDLE],
    ["EXPIRED with a handle", { ...RUNNING, state: "EXPIRED" }, HAS_NO_HANDLE],
    ["SCHEDULE_ENDED with a handle", { ...RUNNING, state: "SCHEDULE_ENDED" }, HAS_NO_HANDLE],
    ["FINISHED with a handle", { ...RUNNING, state: "FINISHED" }, HAS_NO_HANDLE],
    ["an errorType outside ERROR", { ...RUNNING, errorType: "SYSTEM" }, "errorType must be null outside ERROR"],
  ])("%s", (_, record, sentence) => {
    const parsed = parseJobRequest(record);
    const [path] = sentence.split(" ");
    expect(faultsOf(parsed)).toEqual([path]);
    expect(messagesOf(parsed).split(", but is ")).toEqual([
      sentence,
      expect.stringMatching(/^[^.]+\. Correct the stored record\.$/),
    ]);
  });

  test.each<[string, JobRequest]>([
    ["PAUSED by the job itself", { ...PAUSED, reportedStatus: "SUSPEND" }],
    ["PAUSED for sub-requests", PAUSED],
    ["COMPLETED", COMPLETED],
    ["COMPLETED with a warning", { ...COMPLETED, reportedStatus: "WARNING", executableState: "WARNING" }],
    ["ERROR_AUTO_RETRY with a retry left", RETRYING],
    ["CANCELLING after a PAUSE", { ...CANCELLING, reportedStatus: "PAUSE" }],
    ["CANCELLING after a WARNING", { ...CANCELLING, reportedStatus: "WARNING", executableState: "WARNING" }],
    ["ERROR_MANUAL_RECOVERY after SUCCESS, which is evidence only", { ...RECOVERING, reportedStatus: "SUCCESS" }],
    ["ERROR with an errorType", { ...RUNNING, state: "ERROR", errorType: "TIMEOUT" }],
    ["ERROR without an errorType", { ...RUNNING, state: "ERROR" }],
    ["CANCELLED before it ran", { ...WAITING, state: "CANCELLED" }],
    ["WAIT after its retries ran out", { ...RETRYING, state: "WAIT", retriedCount: 2 }],
  ])("these do not: %s", (_, record) => {
    expect(parseJobRequest(record)).toStrictEqual({ value: record });
  });
});

describe("all faults are reported together:", () => {
  test.each<[string, object, string[]]>([
    ["every field of an empty record", {}, Object.keys(OUT_OF_RANGE)],
    ["types", { ...RUNNING, requestId: 101, timedOut: "no" }, ["requestId", "timedOut"]],
    ["types and rules", { ...RUNNING, timedOut: 1, errorType: "SYSTEM" }, ["timedOut", "errorType"]],
    [
      "rules",
      { ...WAITING, state: "COMPLETED", attempt: 1, retriedCount: 9, errorType: "SYSTEM" },
      ["retriedCount", "attempt", "reportedStatus", "errorType"],
    ],
    ["but no rule reads an invalid handle", { ...RUNNING, requestHandle: 1 }, ["requestHandle"]],
    ["nor an invalid count", { ...RUNNING, retries: "1", retriedCount: 2 }, ["retries"]],
    ["also before a retry", { ...RETRYING, retries: "1", retriedCount: 2 }, ["retries"]],
    ["nor, before the first start, an invalid handle", { ...WAITING, requestHandle: 1 }, ["requestHandle"]],
    ["nor an unknown state", { ...RUNNING, state: "GONE", errorType: "SYSTEM" }, ["state"]],
  ])("%s", (_, record, paths) => {
    expect(faultsOf(parseJobRequest(record))).toEqual(paths);
  });

  test("no issue shows content of the record", () => {
    const fields = fc.record(Object.fromEntries(Object.keys(RUNNING).map((field) => [field, secret])));
    fc.assert(
      fc.property(fields, fc.array(secret), fc.boolean(), (broken, earlierHandles, isList) => {
        const parsed = parseJobRequest({ ...RUNNING, ...broken, ...(isList && { earlierHandles }) });
        expect(parsed.issues).toBeDefined();
        expect(messagesOf(parsed)).not.toMatch(SECRET);
      }),
    );
  });
});

test("the JSON Schema accepts every record that the parser accepts", () => {
  const accepts = new Ajv2020().compile(jobRequestSchema["~standard"].jsonSchema.input({ target: "draft-2020-12" }));
  const edges = Object.entries(RUNNING).flatMap(([field, value]) =>
    [value, null, "", "ERROR", "WARNING", -0, 0, 1, 0.5, 2 ** 53, 1e300, true, [], handles(16), handles(17)].map(
      (edge) => ({ [field]: edge }),
    ),
  );
  let accepted = 0;
  fc.assert(
    fc.property(wellFormed, fc.array(fc.constantFrom<object>(...edges), { maxLength: 2 }), (record, changes) => {
      const parsed = parseJobRequest(Object.assign({}, record, ...changes));
      if (parsed.issues !== undefined) return;
      accepted += 1;
      expect(accepts(parsed.value), JSON.stringify(accepts.errors)).toBe(true);
    }),
    { numRuns: 300 },
  );
  expect(accepted).toBeGreaterThan(90);
});
