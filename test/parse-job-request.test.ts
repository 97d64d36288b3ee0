import { Ajv2020 } from "ajv/dist/2020.js";
import { type JobRequest, jobRequestSchema, parseJobRequest } from "ess-request-machine";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { wellFormed } from "./support/arbitraries.js";
import { faultsOf, messagesOf, RUNNING, SECRET, secret } from "./support/boundary.js";

/** A stored record, read: its types and ranges, and what its fields say of each other. */

const NEW_REQUEST = { requestHandle: null, earlierHandles: [], attempt: 0 };
const WAITING: JobRequest = { ...RUNNING, ...NEW_REQUEST, state: "WAIT", update: null, pausedState: null };
const handles = (count: number) => Array.from({ length: count }, (_, i) => `earlier-${i}`);

describe("a well-formed record", () => {
  test("comes back equal, as an object of its own", () => {
    fc.assert(
      fc.property(wellFormed, (record) => {
        const parsed = parseJobRequest(Object.freeze(record));
        expect(parsed).toStrictEqual({ value: record });
        expect(parsed.issues === undefined && parsed.value).not.toBe(record);
      }),
      { numRuns: 500 },
    );
  });

  test("loses the members that are unknown", () => {
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

  test("has a list of handles of its own", () => {
    const earlierHandles = ["handle-1"];
    const parsed = parseJobRequest({ ...RUNNING, earlierHandles });
    earlierHandles.push("handle-0");
    expect(parsed).toStrictEqual({ value: RUNNING });
  });
});

test.each([
  ["null", null],
  ["nothing", undefined],
  ["a list of a record", [RUNNING]],
  ["a record's text", JSON.stringify(RUNNING)],
  ["a number", 1],
  ["a function", () => RUNNING],
])("%s has one issue, with an empty path", (_, record) => {
  const { issues } = parseJobRequest(record);
  expect(issues).toMatchObject([{ path: [], message: expect.stringMatching(/^Expected a job request, .+, but/) }]);
});

/** A state of which the rules say little, so that what is told comes from the field itself. */
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

describe("a field of the wrong type or range is told at the field", () => {
  const cases = Object.entries(OUT_OF_RANGE).flatMap(([field, values]) => values.map((value) => ({ field, value })));

  test.each(cases)("$field: $value", ({ field, value }) => {
    expect(faultsOf(parseJobRequest({ ...ENDED, [field]: value }))).toEqual([field]);
  });

  test.each(Object.keys(OUT_OF_RANGE))("%s left out", (field) => {
    const { [field]: _, ...rest } = ENDED as unknown as Record<string, unknown>;
    expect(faultsOf(parseJobRequest(rest))).toEqual([field]);
  });

  test("an earlier handle that is none is told at its place", () => {
    const { issues } = parseJobRequest({ ...RUNNING, earlierHandles: ["a", "", "b", 4, null] });
    expect(issues?.map(({ path }) => path)).toStrictEqual([1, 3, 4].map((index) => ["earlierHandles", index]));
  });
});

describe("what is just in range passes", () => {
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

describe("fields that contradict each other are told at the one that is wrong", () => {
  test.each<[string, JobRequest, string]>([
    ["more retries made than allowed", { ...RUNNING, retries: 1, retriedCount: 2 }, "retriedCount"],
    ["attempts without a handle", { ...WAITING, attempt: 1 }, "attempt"],
    ["a handle without an attempt", { ...RUNNING, attempt: 0 }, "attempt"],
    ["earlier handles without a latest", { ...WAITING, earlierHandles: ["a"] }, "earlierHandles"],
    ["a report without a handle", { ...WAITING, reportedStatus: "ERROR" }, "reportedStatus"],
    ["a result without a handle", { ...WAITING, executableState: "SUCCEEDED" }, "executableState"],
    ["the latest handle among the earlier", { ...RUNNING, earlierHandles: ["a", "handle-2"] }, "earlierHandles"],
    ["an earlier handle twice", { ...RUNNING, earlierHandles: ["a", "b", "a"] }, "earlierHandles"],
    ["RUNNING without a handle", { ...RUNNING, ...NEW_REQUEST }, "requestHandle"],
    ["RUNNING after its report", { ...RUNNING, reportedStatus: "SUCCESS" }, "reportedStatus"],
    ["CANCELLING without a handle", { ...CANCELLING, ...NEW_REQUEST }, "requestHandle"],
    ["CANCELLING since never", { ...CANCELLING, cancelSeenAt: null }, "cancelSeenAt"],
    ["PAUSED without a report", { ...PAUSED, reportedStatus: null }, "reportedStatus"],
    ["PAUSED by another report", { ...PAUSED, reportedStatus: "SUCCESS" }, "reportedStatus"],
    ["COMPLETED without a report", { ...COMPLETED, reportedStatus: null }, "reportedStatus"],
    ["COMPLETED by another report", { ...COMPLETED, reportedStatus: "ERROR" }, "reportedStatus"],
    ["COMPLETED without a result", { ...COMPLETED, executableState: null }, "executableState"],
    ["ERROR_AUTO_RETRY without a report", { ...RETRYING, reportedStatus: null }, "reportedStatus"],
    ["ERROR_AUTO_RETRY by another report", { ...RETRYING, reportedStatus: "BUSINESS_ERROR" }, "reportedStatus"],
    ["ERROR_AUTO_RETRY with no retry left", { ...RETRYING, retriedCount: 2 }, "retriedCount"],
    ["ERROR_MANUAL_RECOVERY without a handle", { ...RECOVERING, ...NEW_REQUEST }, "requestHandle"],
    ["PENDING_VALIDATION with a handle", { ...RUNNING, state: "PENDING_VALIDATION" }, "requestHandle"],
    ["VALIDATION_FAILED with a handle", { ...RUNNING, state: "VALIDATION_FAILED" }, "requestHandle"],
    ["EXPIRED with a handle", { ...RUNNING, state: "EXPIRED" }, "requestHandle"],
    ["SCHEDULE_ENDED with a handle", { ...RUNNING, state: "SCHEDULE_ENDED" }, "requestHandle"],
    ["FINISHED with a handle", { ...RUNNING, state: "FINISHED" }, "requestHandle"],
    ["a kind of error without an ERROR", { ...RUNNING, errorType: "SYSTEM" }, "errorType"],
  ])("%s", (_, record, path) => {
    const parsed = parseJobRequest(record);
    expect(faultsOf(parsed)).toEqual([path]);
    expect(messagesOf(parsed)).toMatch(/^Expected .+, but found .+\. Correct the stored record\.$/);
  });

  test.each<[string, JobRequest]>([
    ["PAUSED by itself", { ...PAUSED, reportedStatus: "SUSPEND" }],
    ["PAUSED for sub-requests", PAUSED],
    ["COMPLETED", COMPLETED],
    ["COMPLETED with a warning", { ...COMPLETED, reportedStatus: "WARNING", executableState: "WARNING" }],
    ["ERROR_AUTO_RETRY with a retry left", RETRYING],
    ["CANCELLING after its report", { ...CANCELLING, reportedStatus: "PAUSE" }],
    ["ERROR_MANUAL_RECOVERY after a report", { ...RECOVERING, reportedStatus: "SUCCESS" }],
    ["ERROR of a kind", { ...RUNNING, state: "ERROR", errorType: "TIMEOUT" }],
    ["ERROR of no kind", { ...RUNNING, state: "ERROR" }],
    ["CANCELLED before it ran", { ...WAITING, state: "CANCELLED" }],
    ["WAIT after its retries ran out", { ...RETRYING, state: "WAIT", retriedCount: 2 }],
  ])("but not: %s", (_, record) => {
    expect(parseJobRequest(record)).toStrictEqual({ value: record });
  });
});

describe("several faults are told at once", () => {
  test.each<[string, object, string[]]>([
    ["of an empty record, every field", {}, Object.keys(OUT_OF_RANGE)],
    ["of types", { ...RUNNING, requestId: 101, timedOut: "no" }, ["requestId", "timedOut"]],
    ["of types and rules", { ...RUNNING, timedOut: 1, errorType: "SYSTEM" }, ["timedOut", "errorType"]],
    [
      "of rules",
      { ...WAITING, state: "COMPLETED", attempt: 1, retriedCount: 9, errorType: "SYSTEM" },
      ["retriedCount", "attempt", "reportedStatus", "executableState", "errorType"],
    ],
    ["but nothing is concluded from a field that is no handle", { ...RUNNING, requestHandle: 1 }, ["requestHandle"]],
    ["nor from a count that is none", { ...RUNNING, retries: "1", retriedCount: 2 }, ["retries"]],
    ["nor from a state that is none", { ...RUNNING, state: "GONE", errorType: "SYSTEM" }, ["state"]],
  ])("%s", (_, record, paths) => {
    expect(faultsOf(parseJobRequest(record))).toEqual(paths);
  });

  test("and none quotes content, whatever is where", () => {
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

test("whatever is accepted, the JSON Schema accepts too", () => {
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
    { numRuns: 1000 },
  );
  expect(accepted).toBeGreaterThan(300);
});
