import { EXECUTION_STATUSES, type ExecutionStatus, parseExecutionStatus } from "ess-request-machine";
import { describe, expect, test } from "vitest";

/** An unknown status has an issue with a hint at the status that the job probably means. */

const STATUSES = EXECUTION_STATUSES.join(", ");

function messageFor(status: unknown): string {
  const { issues = [] } = parseExecutionStatus({ requestHandle: "h", status });
  expect(issues).toMatchObject([{ path: ["status"] }]);
  return issues[0]!.message;
}

describe.each<[ExecutionStatus, readonly string[]]>([
  ["SUCCESS", ["SUCCEEDED", "SUCCESSFUL", "COMPLETE", "COMPLETED", "FINISHED", "DONE", "OK"]],
  ["UPDATE", ["UPDATED", "RUNNING", "IN_PROGRESS"]],
  ["PAUSE", ["PAUSED"]],
  ["WARNING", ["WARN"]],
  ["ERROR", ["FAIL", "FAILED", "FAILURE", "SYSTEM_ERROR"]],
  ["BUSINESS_ERROR", ["BIZ_ERROR"]],
  ["CANCEL", ["CANCELLED", "CANCELED", "ABORTED", "TERMINATED"]],
  ["SUSPEND", ["SUSPENDED"]],
])("the hint is %s", (status, synonyms) => {
  const spellings = (name: string) => [
    name.toLowerCase(),
    ` ${name}\n`,
    name.replaceAll("_", " "),
    name.replaceAll("_", "-").toLowerCase(),
  ];
  const sent = [...synonyms, ...[status, ...synonyms].flatMap(spellings)].filter((name) => name !== status);

  test.each([...new Set(sent)])("for %j", (name) => {
    expect(messageFor(name)).toBe(
      `status must be one of ${STATUSES}, but is a string of ${name.length} characters. Did you mean ${status}?`,
    );
  });
});

test("ERROR_MANUAL_RECOVERY is declared by the scheduler; a job sends ERROR", () => {
  for (const name of ["ERROR_MANUAL_RECOVERY", "error manual recovery"]) {
    expect(messageFor(name)).toMatch(/The scheduler declares ERROR_MANUAL_RECOVERY; a job sends ERROR\.$/);
  }
});

test.each([
  ["an unknown name", "nonsense"],
  ["a name of one letter", "x"],
  ["an empty name", ""],
  ["the name of a lifecycle event", "dispatch"],
  ["a member of a prototype", "constructor"],
  ["a long name", "SUCCESS".padEnd(31)],
  ["an array", ["success"]],
  ["a number", 7],
  ["null", null],
  ["undefined", undefined],
])("for %s the remedy names all statuses", (_, status) => {
  expect(messageFor(status)).toMatch(new RegExp(`\\. Send one of ${STATUSES}\\.$`));
});
