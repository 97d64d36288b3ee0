import { parseExecutionStatus, parseRequestId } from "ess-request-machine";
import { expect, test } from "vitest";
import { HOSTILE, mined } from "../support/boundary.js";

/** A message describes an invalid value by its type, never by its content. */

test.each<[string, unknown]>([
  ["missing", undefined],
  ["null", null],
  ["an empty string", ""],
  ["a string of 1 character", "x"],
  ["a string of 2 characters", "xy"],
  ["not a finite number", Number.NaN],
  ["not a finite number", Number.POSITIVE_INFINITY],
  ["a negative number", -1],
  ["a negative number", Number.MIN_SAFE_INTEGER - 1],
  ["zero", 0],
  ["a fraction", 1.5],
  ["a number beyond 2^53", 2 ** 53],
  ["a boolean", true],
  ["a bigint", 0n],
  ["a symbol", Symbol("x")],
  ["a function", () => 7],
  ["an array", []],
  ["an object", {}],
  ["an unreadable object", HOSTILE["a revoked proxy"]],
])("%s", (words, value) => {
  expect(parseRequestId(value).issues?.[0]?.message).toContain(`, but is ${words}. `);
});

test("a positive integer", () => {
  const body = { status: "ERROR", statusMessage: 7 };
  expect(parseExecutionStatus(body).issues?.[0]?.message).toContain(", but is a positive integer. ");
});

test("unreadable, for a member whose getter throws", () => {
  const body = mined({ status: "ERROR" }, "status");
  expect(parseExecutionStatus(body).issues?.[0]?.message).toContain(", but is unreadable. ");
});
