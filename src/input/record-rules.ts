import type { JobRequest } from "../lifecycle/job-request.js";
import type { RequestState } from "../lifecycle/states.js";

/** How the fields of a well-formed record depend on each other. */
export interface RecordRule {
  /**
   * The field to correct comes first. The rule is skipped if one of these has a wrong type. Other fields that it reads
   * are not listed: with a wrong type they cannot break it.
   */
  readonly fields: readonly (keyof JobRequest)[];
  readonly isValid: (request: JobRequest) => boolean;
  /** Completes the sentence "<first field> must be". */
  readonly expected: string;
}

type Check = (request: JobRequest) => boolean;

/** A rule for one field that applies in some states only, so never in a state of a wrong type. */
const inStates = (
  states: readonly RequestState[],
  field: keyof JobRequest,
  isValid: Check,
  expected: string,
): RecordRule => ({
  fields: [field],
  isValid: (request) => !states.includes(request.state) || isValid(request),
  expected: `${expected} in ${states.join(", ")}`,
});

const withoutHandle = (field: keyof JobRequest, isValid: Check, expected: string): RecordRule => ({
  fields: [field],
  isValid: (request) => request.requestHandle !== null || isValid(request),
  expected: `${expected} without a requestHandle`,
});

const hasHandle: Check = ({ requestHandle }) => requestHandle !== null;
const hasReported =
  (...statuses: readonly JobRequest["reportedStatus"][]): Check =>
  ({ reportedStatus }) =>
    statuses.includes(reportedStatus);

/** After SUCCESS the executable is SUCCEEDED, after WARNING it is WARNING; any other report says nothing about it. */
const executableMatchesReport: Check = ({ reportedStatus, executableState }) => {
  if (reportedStatus === "SUCCESS") return executableState === "SUCCEEDED";
  return reportedStatus !== "WARNING" || executableState === "WARNING";
};

const handlesDiffer: Check = ({ requestHandle, earlierHandles }) =>
  earlierHandles.length === 0 || new Set([requestHandle, ...earlierHandles]).size === earlierHandles.length + 1;

export const RECORD_RULES: readonly RecordRule[] = [
  {
    fields: ["retriedCount", "retries"],
    isValid: ({ retriedCount, retries }) => retriedCount <= retries,
    expected: "at most retries",
  },
  {
    fields: ["retriedCount", "retries"],
    isValid: ({ retriedCount, retries, state }) => state !== "ERROR_AUTO_RETRY" || retriedCount < retries,
    expected: "less than retries in ERROR_AUTO_RETRY",
  },
  {
    fields: ["attempt", "requestHandle"],
    isValid: ({ attempt, requestHandle }) => (attempt === 0) === (requestHandle === null),
    expected: "0 exactly when requestHandle is null",
  },
  withoutHandle("earlierHandles", ({ earlierHandles }) => earlierHandles.length === 0, "empty"),
  withoutHandle("reportedStatus", ({ reportedStatus }) => reportedStatus === null, "null"),
  withoutHandle("executableState", ({ executableState }) => executableState === null, "null"),
  {
    fields: ["earlierHandles"],
    isValid: handlesDiffer,
    expected: "different from each other and from requestHandle",
  },
  inStates(["RUNNING", "CANCELLING", "ERROR_MANUAL_RECOVERY"], "requestHandle", hasHandle, "a handle"),
  inStates(["RUNNING"], "reportedStatus", hasReported(null), "null"),
  inStates(["CANCELLING"], "cancelSeenAt", ({ cancelSeenAt }) => cancelSeenAt !== null, "a time"),
  inStates(["PAUSED"], "reportedStatus", hasReported("PAUSE", "SUSPEND"), "PAUSE or SUSPEND"),
  inStates(["COMPLETED"], "reportedStatus", hasReported("SUCCESS", "WARNING"), "SUCCESS or WARNING"),
  {
    fields: ["executableState"],
    isValid: (request) =>
      (request.state !== "COMPLETED" && request.state !== "CANCELLING") || executableMatchesReport(request),
    expected: "SUCCEEDED after SUCCESS and WARNING after WARNING in COMPLETED, CANCELLING",
  },
  inStates(["ERROR_AUTO_RETRY"], "reportedStatus", hasReported("ERROR"), "ERROR"),
  inStates(
    ["PENDING_VALIDATION", "VALIDATION_FAILED", "EXPIRED", "SCHEDULE_ENDED", "FINISHED"],
    "requestHandle",
    ({ requestHandle }) => requestHandle === null,
    "null",
  ),
  {
    fields: ["errorType", "state"],
    isValid: ({ errorType, state }) => errorType === null || state === "ERROR",
    expected: "null outside ERROR",
  },
];
