import * as library from "ess-request-machine";
import { expect, test } from "vitest";
import { codesIn, contentOf, rowsOf } from "../support/pages.js";

/** docs/from-java.md uses names of this library, and covers everything that Java has too. */

const rows = rowsOf("docs/from-java.md");
const rowsFor = (prefix: string) => rows.filter(([java = ""]) => java.startsWith(`\`${prefix}`));
const namesOf = (row: readonly string[] | undefined) => codesIn(row?.[1] ?? "");

test("every name on the side of this library is one of its names", () => {
  const known: readonly string[] = [
    ...Object.keys(library),
    ...Object.keys(library.createRequest({ requestId: "7" })),
    ...library.EXECUTION_STATUSES,
    ...library.LIFECYCLE_EVENTS,
    ...library.EFFECTS,
    ...Object.keys(library.OUTCOME_REASONS),
    // Types do not exist at run time.
    ...[...contentOf("docs/api.md").matchAll(/^- `(?:type|interface) (\w+)/gm)].map(([, name = ""]) => name),
  ];
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.flatMap(namesOf).filter((name) => !known.includes(name))).toEqual([]);
});

test("every status has a row, and the parser hints at it for a Java name that differs", () => {
  const statuses = [...rowsFor("AsyncStatus."), ...rows.filter(([java]) => java === "")];
  const reported = statuses.flatMap(namesOf).filter((name) => name !== "manualRecoveryRequired");
  expect(new Set(reported)).toEqual(new Set(library.EXECUTION_STATUSES));
  for (const row of rowsFor("AsyncStatus.")) {
    const [java = ""] = codesIn(row[0] ?? "").map((name) => name.replace("AsyncStatus.", ""));
    const [status = ""] = namesOf(row);
    const { issues } = library.parseExecutionStatus({ requestHandle: "h", status: java });
    if (java === status) expect(issues).toBeUndefined();
    else expect(issues?.[0]?.message).toMatch(status === "manualRecoveryRequired" ? /ERROR\.$/ : `mean ${status}?`);
  }
});

test("the results of a post-processing handler have the same names", () => {
  const [row] = rowsFor("HandlerAction");
  const names = codesIn(row?.[2] ?? "").filter((name) => /^[A-Z_]+$/.test(name) && name !== "UNKNOWN");
  expect(names).toEqual(library.HANDLER_RESULTS);
});

test("every exception of a job corresponds to a status or to manualRecoveryRequired", () => {
  const exceptions = rowsFor("Execution").map((row) => [codesIn(row[0] ?? "")[0], ...namesOf(row)]);
  expect(exceptions.length).toBeGreaterThan(0);
  for (const [exception = "", status = ""] of exceptions)
    expect(["manualRecoveryRequired", ...library.EXECUTION_STATUSES], exception).toContain(status);
});

test("every effect with a counterpart in Java, and every REST operation, has a row", () => {
  const names = rows.flatMap(namesOf);
  for (const event of ["cancel", "forceCancel", "hold", "release", "checkIn"]) expect(names).toContain(event);
  // In Java, the scheduler itself cancels the sub-requests of a cancelled parent.
  expect(library.EFFECTS.filter((effect) => !names.includes(effect))).toEqual(["cancelSubRequests"]);
});
