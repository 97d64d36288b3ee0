import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import {
  createRequest,
  EXECUTION_STATUSES,
  type JobRequest,
  parseJobRequest,
  REQUEST_STATES,
} from "ess-request-machine";
import { expect, test } from "vitest";

/** What was stored once must parse for ever: released-records/README.md. Lines are added here, and none is changed. */

const DIGESTS: Record<string, string> = {
  "1-BLOCKED.json": "0d39b609f2a7ccc9",
  "1-CANCELLED-before-it-ran.json": "23a6da6f5309308b",
  "1-CANCELLED.json": "cafe7150da73ceaa",
  "1-CANCELLING-while-post-processing.json": "e119306eedaff1ff",
  "1-CANCELLING.json": "d2a0cbf319b0294f",
  "1-COMPLETED-with-a-warning.json": "3ac99a49d6767347",
  "1-COMPLETED.json": "f751ef6428577fa0",
  "1-ERROR-after-the-time-out.json": "5e33632181b166ac",
  "1-ERROR-of-the-business.json": "9793b33f884cf72e",
  "1-ERROR-of-the-system.json": "7b13939585a34d79",
  "1-ERROR_AUTO_RETRY.json": "a8424d0689ae7a1d",
  "1-ERROR_MANUAL_RECOVERY-with-evidence.json": "13b37bf487aba843",
  "1-ERROR_MANUAL_RECOVERY.json": "da8dbc106d920fca",
  "1-EXPIRED.json": "0c059fb7268ddb82",
  "1-FINISHED.json": "86d502820fe6ada3",
  "1-HOLD.json": "6037f95dd4aa66bf",
  "1-PAUSED-by-itself.json": "eed61cded0d76969",
  "1-PAUSED.json": "bfccfc70a0477f15",
  "1-PENDING_VALIDATION.json": "7ebbcc9f0904c51e",
  "1-READY-after-a-recovery.json": "a138876eb0e8596e",
  "1-READY.json": "3579e78d21c415c3",
  "1-RUNNING-after-sixteen-others.json": "bdccfaba558db2a6",
  "1-RUNNING.json": "a5e8f5acae6cf90b",
  "1-SCHEDULE_ENDED.json": "959e478f669b6841",
  "1-SUCCEEDED-because-the-operator-says-so.json": "68abd0cf60999243",
  "1-SUCCEEDED.json": "6bb283d597f265d7",
  "1-VALIDATION_FAILED.json": "5f4a8e50fa52d1a1",
  "1-WAIT-for-the-second-attempt.json": "7e73d48d0b33cfbb",
  "1-WAIT.json": "5b1c432c263772cf",
  "1-WARNING.json": "4f3e87f9d5f5657a",
};

const folder = new URL("released-records/", import.meta.url);
const records = readdirSync(folder)
  .filter((name) => name !== "README.md")
  .map((name) => ({ name, record: JSON.parse(readFileSync(new URL(name, folder), "utf8")) as JobRequest }));

const digest = (record: JobRequest) => createHash("sha256").update(JSON.stringify(record)).digest("hex").slice(0, 16);
const valuesOf = (field: keyof JobRequest) => new Set(records.map(({ record }) => record[field]));

test("no released record was changed, removed or slipped in", () => {
  expect(Object.fromEntries(records.map(({ name, record }) => [name, digest(record)]))).toEqual(DIGESTS);
});

test.each(records)("$name parses to exactly itself", ({ name, record }) => {
  expect(parseJobRequest(record)).toStrictEqual({ value: record });
  expect(name).toMatch(new RegExp(`^${record.schemaVersion}-${record.state}[-.]`));
});

test("every field is there in every record, and differs from a new request's in some", () => {
  const fresh = createRequest({ requestId: "1" });
  for (const { name, record } of records) expect(Object.keys(record), name).toEqual(Object.keys(fresh));
  const never = (Object.keys(fresh) as (keyof JobRequest)[]).filter((field) =>
    records.every(({ record }) => JSON.stringify(record[field]) === JSON.stringify(fresh[field])),
  );
  expect(never).toEqual(["schemaVersion"]);
});

test("every name that a record may hold is held by some", () => {
  const finalStatuses = EXECUTION_STATUSES.filter((status) => status !== "UPDATE");
  expect(valuesOf("state")).toEqual(new Set(REQUEST_STATES));
  expect(valuesOf("reportedStatus")).toEqual(new Set([null, ...finalStatuses]));
  expect(valuesOf("executableState")).toEqual(new Set([null, "SUCCEEDED", "WARNING"]));
  expect(valuesOf("errorType")).toEqual(new Set([null, "SYSTEM", "BUSINESS", "TIMEOUT"]));
});

test("the extremes are there: the largest id, the most earlier handles, empty texts, the first millisecond", () => {
  expect(valuesOf("requestId")).toContain("9223372036854775807");
  expect(Math.max(...records.map(({ record }) => record.earlierHandles.length))).toBe(16);
  for (const text of ["message", "update", "pausedState"] as const) expect(valuesOf(text), text).toContain("");
  expect(valuesOf("cancelSeenAt")).toContain(0);
});
