import * as library from "ess-request-machine";
import { expect, test } from "vitest";
import { RECORD_VALIDATORS } from "../../src/input/validators.js";
import { codesIn, contentOf, rowsOf } from "../support/pages.js";

/** Names of this library on docs/from-java.md exist, and the page leaves out nothing that Java has too. */

const rows = rowsOf("docs/from-java.md");
const named = (prefix: string) => rows.filter(([java = ""]) => java.startsWith(`\`${prefix}`));
const here = (row: readonly string[] | undefined) => codesIn(row?.[1] ?? "");

test("every name that corresponds to a Java name exists", () => {
  const known: readonly string[] = [
    ...Object.keys(library),
    ...Object.keys(RECORD_VALIDATORS),
    ...library.EXECUTION_STATUSES,
    ...library.LIFECYCLE_EVENTS,
    ...library.EFFECTS,
    ...Object.keys(library.OUTCOME_REASONS),
    // Types do not exist at run time.
    ...[...contentOf("docs/api.md").matchAll(/^- `(?:type|interface) (\w+)/gm)].map(([, name = ""]) => name),
  ];
  expect(rows.length).toBeGreaterThan(40);
  expect(rows.flatMap(here).filter((name) => !known.includes(name))).toEqual([]);
});

test("every status has its row, and the parser names the status for a Java name that differs", () => {
  const statuses = [...named("AsyncStatus."), ...rows.filter(([java]) => java === "")];
  const reported = statuses.flatMap(here).filter((name) => name !== "manualRecoveryRequired");
  expect(new Set(reported)).toEqual(new Set(library.EXECUTION_STATUSES));
  for (const row of named("AsyncStatus.")) {
    const [java = ""] = codesIn(row[0] ?? "").map((name) => name.replace("AsyncStatus.", ""));
    const { issues } = library.parseExecutionStatus({ requestHandle: "h", status: java });
    const [status = ""] = here(row);
    if (java === status) expect(issues).toBeUndefined();
    else expect(issues?.[0]?.message).toContain(status === "BUSINESS_ERROR" ? "BUSINESS_ERROR" : "ERROR");
  }
});

test("a post-processing handler returns the same names", () => {
  const [row] = named("HandlerAction");
  expect(codesIn(row?.[2] ?? "").filter((name) => /^[A-Z_]+$/.test(name) && name !== "UNKNOWN")).toEqual([
    ...library.HANDLER_RESULTS,
  ]);
});

test("an exception corresponds to what an asynchronous job reports", () => {
  const exceptions = named("Execution").map((row) => [codesIn(row[0] ?? "")[0], ...here(row)]);
  expect(exceptions).toHaveLength(6);
  for (const [exception = "", status = ""] of exceptions)
    expect(["manualRecoveryRequired", ...library.EXECUTION_STATUSES], exception).toContain(status);
});

test("every operation of the REST API and every effect with a counterpart in Java has its row", () => {
  const all = rows.flatMap(here);
  for (const event of ["cancel", "forceCancel", "hold", "release", "checkIn"]) expect(all).toContain(event);
  // In Java the scheduler itself cancels the sub-requests of a parent.
  expect(library.EFFECTS.filter((effect) => !all.includes(effect))).toEqual(["cancelSubRequests"]);
});
