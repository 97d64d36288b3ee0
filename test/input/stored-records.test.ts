import { readFileSync } from "node:fs";
import {
  createRequest,
  EXECUTION_STATUSES,
  type JobRequest,
  parseJobRequest,
  REQUEST_STATES,
} from "ess-request-machine";
import { expect, test } from "vitest";

/** Records as a database holds them must parse in every later version. After a release, only add to the file. */

const records: readonly JobRequest[] = readFileSync(new URL("stored-records.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));

const valuesOf = (field: keyof JobRequest) => new Set(records.map((record) => record[field]));

test.each(records.map((record) => [record.state, record] as const))(
  "a stored record in %s parses unchanged",
  (_, record) => {
    expect(parseJobRequest(record)).toStrictEqual({ value: record });
  },
);

test("every field differs from a new request's in some record", () => {
  const created = createRequest({ requestId: "1" });
  for (const record of records) expect(Object.keys(record)).toEqual(Object.keys(created));
  const unchanged = (Object.keys(created) as (keyof JobRequest)[]).filter((field) =>
    records.every((record) => JSON.stringify(record[field]) === JSON.stringify(created[field])),
  );
  expect(unchanged).toEqual(["schemaVersion"]);
});

test("every name that a record can hold is in some record", () => {
  const finalStatuses = EXECUTION_STATUSES.filter((status) => status !== "UPDATE");
  expect(valuesOf("state")).toEqual(new Set(REQUEST_STATES));
  expect(valuesOf("reportedStatus")).toEqual(new Set([null, ...finalStatuses]));
  expect(valuesOf("executableState")).toEqual(new Set([null, "SUCCEEDED", "WARNING"]));
  expect(valuesOf("errorType")).toEqual(new Set([null, "SYSTEM", "BUSINESS", "TIMEOUT"]));
});

test("the limits are in some record: the largest id, 16 earlier handles, empty texts, time 0", () => {
  expect(valuesOf("requestId")).toContain("9223372036854775807");
  expect(Math.max(...records.map(({ earlierHandles }) => earlierHandles.length))).toBe(16);
  for (const text of ["message", "update", "pausedState"] as const) expect(valuesOf(text), text).toContain("");
  expect(valuesOf("cancelSeenAt")).toContain(0);
});
