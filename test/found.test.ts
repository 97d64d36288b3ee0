import { parseExecutionStatus, parseRequestId } from "ess-request-machine";
import { expect, test } from "vitest";

/** What was found is told by its kind, and never quoted. */

const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};

test.each<[string, unknown]>([
  ["nothing", undefined],
  ["null", null],
  ["an empty string", ""],
  ["a string of 1 character", "x"],
  ["a string of 2 characters", "xy"],
  ["a number that is not finite", Number.NaN],
  ["a number that is not finite", Number.POSITIVE_INFINITY],
  ["a negative number", -1],
  ["zero", 0],
  ["a fraction", 1.5],
  ["a number beyond 2^53", 2 ** 53],
  ["a boolean", true],
  ["a bigint", 0n],
  ["a symbol", Symbol("x")],
  ["a function", () => 7],
  ["an array", []],
  ["an object", {}],
  ["an object that cannot be read", revoked()],
])("%s", (words, value) => {
  expect(parseRequestId(value).issues?.[0]?.message).toContain(`, but found ${words}. `);
});

test("a positive integer where there should be text", () => {
  const body = { status: "ERROR", statusMessage: 7 };
  expect(parseExecutionStatus(body).issues?.[0]?.message).toContain(", but found a positive integer. ");
});

test("a member that cannot be read", () => {
  const body = {
    get status(): unknown {
      throw new Error("no");
    },
  };
  expect(parseExecutionStatus(body).issues?.[0]?.message).toContain(", but found a member that cannot be read. ");
});
