import { EARLIER_HANDLES_KEPT } from "../lifecycle/assign-actions.js";
import { copyRequest, type JobRequest } from "../lifecycle/job-request.js";
import type { RequestState } from "../lifecycle/names.js";
import { FIELDS, handle } from "./fields.js";
import { expectation } from "./messages.js";
import { describe, type Issue, isObject, type ParseResult, readElements, readOwn } from "./reading.js";

/** What well-formed records have in common beyond the types of their fields. */
interface Rule {
  /** The fields it compares; a fault is told at the first. It is not asked while one of them is of the wrong type. */
  readonly fields: readonly (keyof JobRequest)[];
  readonly holds: (request: JobRequest) => boolean;
  readonly expected: string;
  readonly found: string;
}

const handlesOf = (request: JobRequest) => [request.requestHandle, ...request.earlierHandles];

function only(
  states: readonly RequestState[],
  field: keyof JobRequest,
  meets: (request: JobRequest) => boolean,
  expected: string,
  found: string,
): Rule {
  return {
    fields: [field, "state"],
    holds: (request) => !states.includes(request.state) || meets(request),
    expected: `${field} to be ${expected} in ${states.join(", ")}`,
    found,
  };
}

const unlessHandle = (field: keyof JobRequest, isEmpty: (request: JobRequest) => boolean, empty: string): Rule => ({
  fields: [field, "requestHandle"],
  holds: (request) => request.requestHandle !== null || isEmpty(request),
  expected: `${field} to be ${empty} where there is no requestHandle`,
  found: "something",
});

const hasHandle = (request: JobRequest) => request.requestHandle !== null;
const hasReported = (request: JobRequest) => request.reportedStatus !== null;
const reported =
  (first: string, second = first) =>
  ({ reportedStatus }: JobRequest) =>
    reportedStatus === first || reportedStatus === second;

const RULES: readonly Rule[] = [
  {
    fields: ["retriedCount", "retries"],
    holds: (request) => request.retriedCount <= request.retries,
    expected: "retriedCount to be at most retries",
    found: "more",
  },
  {
    fields: ["retriedCount", "retries", "state"],
    holds: (request) => request.state !== "ERROR_AUTO_RETRY" || request.retriedCount < request.retries,
    expected: "retriedCount to be less than retries in ERROR_AUTO_RETRY",
    found: "no retry left",
  },
  {
    fields: ["attempt", "requestHandle"],
    holds: (request) => (request.attempt === 0) === (request.requestHandle === null),
    expected: "attempt to be 0 exactly where requestHandle is null",
    found: "one without the other",
  },
  unlessHandle("earlierHandles", (request) => request.earlierHandles.length === 0, "empty"),
  unlessHandle("reportedStatus", (request) => !hasReported(request), "null"),
  unlessHandle("executableState", (request) => request.executableState === null, "null"),
  {
    fields: ["earlierHandles", "requestHandle"],
    holds: (request) => new Set(handlesOf(request)).size === handlesOf(request).length,
    expected: "all handles to be different",
    found: "one twice",
  },
  only(["RUNNING", "CANCELLING", "ERROR_MANUAL_RECOVERY"], "requestHandle", hasHandle, "a handle", "null"),
  only(["RUNNING"], "reportedStatus", (request) => !hasReported(request), "null", "a report"),
  only(["CANCELLING"], "cancelSeenAt", (request) => request.cancelSeenAt !== null, "a time", "null"),
  only(["PAUSED"], "reportedStatus", reported("PAUSE", "SUSPEND"), "PAUSE or SUSPEND", "no such report"),
  only(["COMPLETED"], "reportedStatus", reported("SUCCESS", "WARNING"), "SUCCESS or WARNING", "no such report"),
  only(["COMPLETED"], "executableState", (request) => request.executableState !== null, "SUCCEEDED or WARNING", "null"),
  only(["ERROR_AUTO_RETRY"], "reportedStatus", reported("ERROR"), "ERROR", "no such report"),
  only(
    ["PENDING_VALIDATION", "VALIDATION_FAILED", "EXPIRED", "SCHEDULE_ENDED", "FINISHED"],
    "requestHandle",
    (request) => !hasHandle(request),
    "null",
    "a handle",
  ),
  {
    fields: ["errorType", "state"],
    holds: (request) => request.errorType === null || request.state === "ERROR",
    expected: "errorType to be null outside ERROR",
    found: "one",
  },
];

const ADVICE = "Correct the stored record.";
const NAMES = Object.keys(FIELDS) as (keyof JobRequest)[];

/**
 * Reads a stored record, and names every fault with its path: fields of the wrong type or range, and fields that
 * contradict each other. The value is a record of its own; unknown members are left out. Never throws.
 *
 * @param record anything at all: a row's JSON, parsed
 * @returns the record, or every issue with its path
 */
export function parseJobRequest(record: unknown): ParseResult<JobRequest> {
  if (!isObject(record)) {
    return { issues: [{ path: [], message: expectation("a job request, as an object", describe(record), ADVICE) }] };
  }
  const read = Object.fromEntries(NAMES.map((name) => [name, readOwn(record, name)]));
  read.earlierHandles = readElements(read.earlierHandles, EARLIER_HANDLES_KEPT);

  const typeIssues = NAMES.flatMap((name) => issuesOfField(name, read[name]));
  const faulty = new Set(typeIssues.map(({ path }) => path[0]));
  const request = copyRequest(read as unknown as JobRequest);
  const broken = RULES.filter(({ fields, holds }) => !fields.some((field) => faulty.has(field)) && !holds(request));
  const issues = [...typeIssues, ...broken.map(issueOfRule)];
  return issues.length === 0 ? { value: request } : { issues };
}

function issuesOfField(name: keyof JobRequest, value: unknown): readonly Issue[] {
  const { expected, holds } = FIELDS[name];
  if (!holds(value))
    return [{ path: [name], message: expectation(`${name} to be ${expected}`, describe(value), ADVICE) }];
  return name === "earlierHandles" ? issuesOfHandles(value as readonly unknown[]) : [];
}

function issuesOfHandles(handles: readonly unknown[]): readonly Issue[] {
  const issues: Issue[] = [];
  for (const [index, item] of handles.entries()) {
    if (handle.holds(item)) continue;
    const message = expectation(`each of earlierHandles to be ${handle.expected}`, describe(item), ADVICE);
    issues.push({ path: ["earlierHandles", index], message });
  }
  return issues;
}

const issueOfRule = ({ fields, expected, found }: Rule): Issue => ({
  path: fields.slice(0, 1),
  message: expectation(expected, found, ADVICE),
});
