import * as library from "ess-request-machine";
import { expect, test } from "vitest";
import { FIELDS } from "../src/input/fields.js";
import { HANDLER_RESULTS } from "../src/lifecycle/names.js";
import { codesIn, contentOf, rowsOf } from "./support/pages.js";

/** What docs/from-java.md names on the side of this library is there, and nothing is left out that Java has too. */

const rows = rowsOf("docs/from-java.md");
const named = (prefix: string) => rows.filter(([java = ""]) => java.startsWith(`\`${prefix}`));
const here = (row: readonly string[] | undefined) => codesIn(row?.[1] ?? "");

test("every name that stands for something of Java's is one of this library's", () => {
  const known: readonly string[] = [
    ...Object.keys(library),
    ...Object.keys(FIELDS),
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

test("every status has its row, and a Java name that differs is hinted at by the parser", () => {
  const statuses = [...named("AsyncStatus."), ...rows.filter(([java]) => java === "")];
  const reported = statuses.flatMap(here).filter((name) => name !== "manualRecoveryRequired");
  expect(new Set(reported)).toEqual(new Set(library.EXECUTION_STATUSES));
  for (const row of named("AsyncStatus.")) {
    const [java = ""] = codesIn(row[0] ?? "").map((name) => name.replace("AsyncStatus.", ""));
    const { issues } = library.parseExecutionStatus({ requestHandle: "h", status: java });
    const [status = ""] = here(row);
    if (java === status) expect(issues).toBeUndefined();
    else if (status === "BUSINESS_ERROR") expect(issues?.[0]?.message).toContain("Send BUSINESS_ERROR if");
    else expect(issues?.[0]?.message).toContain("Send one of them.");
  }
});

test("a post-processing handler answers in the same names", () => {
  const [row] = named("HandlerAction");
  expect(codesIn(row?.[2] ?? "").filter((name) => /^[A-Z_]+$/.test(name) && name !== "UNKNOWN")).toEqual(
    HANDLER_RESULTS,
  );
});

test("what an exception stands for is what an asynchronous job reports", () => {
  const exceptions = named("Execution").map((row) => [codesIn(row[0] ?? "")[0], ...here(row)]);
  expect(exceptions).toHaveLength(6);
  for (const [exception = "", status = ""] of exceptions)
    expect(["manualRecoveryRequired", ...library.EXECUTION_STATUSES], exception).toContain(status);
});

test("every effect that leads to something of Java's has its row, and every operation of REST's", () => {
  const all = rows.flatMap(here);
  for (const event of ["cancel", "forceCancel", "hold", "release", "checkIn"]) expect(all).toContain(event);
  const mentioned = library.EFFECTS.filter((effect) => all.includes(effect));
  // Whoever cancels a parent in Java has its sub-requests cancelled by the scheduler.
  expect(library.EFFECTS.filter((effect) => !mentioned.includes(effect))).toEqual(["cancelSubRequests"]);
});
