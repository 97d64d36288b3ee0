import type { ExecutionStatusInput } from "../lifecycle/events.js";
import { EXECUTION_STATUSES, type ExecutionStatus, isExecutionStatus } from "../lifecycle/names.js";
import { describe, type Issue, isObject, issueAt, type ParseResult, readOwn } from "./read.js";
import { statusHint } from "./status-hints.js";

type OptionalText = string | undefined;

const isOptionalText = (value: unknown): value is OptionalText => value === undefined || typeof value === "string";

/**
 * Parses the JSON body of a callback. Never throws.
 *
 * Unknown members are left out, and null counts as absent. An absent handle is not an issue here: applying the callback
 * gives HANDLE_MISSING. An absent or unknown status is an issue.
 *
 * Source: REST API, executionStatus.
 *
 * @param body any value; only its own members are read
 * @returns the callback, or every issue with its path
 */
export function parseExecutionStatus(body: unknown): ParseResult<ExecutionStatusInput> {
  if (!isObject(body)) {
    return issueAt(
      [],
      `The body must be a JSON object, but is ${describe(body)}. Send requestHandle and status in it.`,
    );
  }
  const requestHandle = readOwn(body, "requestHandle") ?? undefined;
  const status = readOwn(body, "status");
  const statusMessage = readOwn(body, "statusMessage") ?? undefined;
  if (isOptionalText(requestHandle) && isExecutionStatus(status) && isOptionalText(statusMessage)) {
    return { value: createInput(requestHandle, status, statusMessage) };
  }
  return { issues: findIssues(requestHandle, status, statusMessage) };
}

function findIssues(requestHandle: unknown, status: unknown, statusMessage: unknown): readonly Issue[] {
  const issues: Issue[] = [];
  if (!isOptionalText(requestHandle)) {
    issues.push(mustBe("requestHandle", "a string", requestHandle, "Send the handle of the execution unchanged."));
  }
  if (!isExecutionStatus(status)) {
    issues.push(mustBe("status", `one of ${EXECUTION_STATUSES.join(", ")}`, status, statusHint(status)));
  }
  if (!isOptionalText(statusMessage)) {
    issues.push(mustBe("statusMessage", "a string", statusMessage, "Send text, or leave it out."));
  }
  return issues;
}

const mustBe = (member: string, expected: string, value: unknown, remedy: string): Issue => ({
  path: [member],
  message: `${member} must be ${expected}, but is ${describe(value)}. ${remedy}`,
});

/** Absent members stay absent. Four literals, since conditional spreads take twice as long. */
function createInput(
  requestHandle: OptionalText,
  status: ExecutionStatus,
  statusMessage: OptionalText,
): ExecutionStatusInput {
  if (requestHandle === undefined) return statusMessage === undefined ? { status } : { status, statusMessage };
  return statusMessage === undefined ? { requestHandle, status } : { requestHandle, status, statusMessage };
}
