import { EXECUTION_STATUSES, type ExecutionStatus, isExecutionStatus } from "../lifecycle/names.js";
import { normalizeName } from "./spelling.js";

/** Plain synonyms, names of states and names of Oracle's Java constants that jobs send instead of a status. */
const SYNONYMS: ReadonlyMap<string, ExecutionStatus> = new Map([
  ["SUCCEEDED", "SUCCESS"],
  ["SUCCESSFUL", "SUCCESS"],
  ["COMPLETE", "SUCCESS"],
  ["COMPLETED", "SUCCESS"],
  ["FINISHED", "SUCCESS"],
  ["DONE", "SUCCESS"],
  ["OK", "SUCCESS"],
  ["UPDATED", "UPDATE"],
  ["RUNNING", "UPDATE"],
  ["IN_PROGRESS", "UPDATE"],
  ["PAUSED", "PAUSE"],
  ["WARN", "WARNING"],
  ["FAIL", "ERROR"],
  ["FAILED", "ERROR"],
  ["FAILURE", "ERROR"],
  ["SYSTEM_ERROR", "ERROR"],
  ["BIZ_ERROR", "BUSINESS_ERROR"],
  ["CANCELLED", "CANCEL"],
  ["CANCELED", "CANCEL"],
  ["ABORTED", "CANCEL"],
  ["TERMINATED", "CANCEL"],
  ["SUSPENDED", "SUSPEND"],
]);

/** Returns the remedy for an unknown status. It quotes only names of this library. */
export function statusHint(status: unknown): string {
  const name = normalizeName(status);
  if (name === "ERROR_MANUAL_RECOVERY") return "The scheduler declares ERROR_MANUAL_RECOVERY; a job sends ERROR.";
  const meant = isExecutionStatus(name) ? name : SYNONYMS.get(name);
  return meant === undefined ? `Send one of ${EXECUTION_STATUSES.join(", ")}.` : `Did you mean ${meant}?`;
}
