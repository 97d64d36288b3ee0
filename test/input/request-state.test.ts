import { chart, parseRequestState, REQUEST_STATES, requestStateFromCode } from "ess-request-machine";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HOSTILE, messagesOf, SECRET, secret } from "../support/boundary.js";

/** The parser of request states, in the forms that clients receive. */

describe.each(REQUEST_STATES)("%s", (state) => {
  const { code } = chart.states[state].meta;
  const words = state.split("_").map((word) => word[0] + word.slice(1).toLowerCase());

  test.each([
    state,
    state.toLowerCase(),
    words.join(" "),
    words.join("-"),
    ` ${state}\n`,
    code,
    BigInt(code),
    String(code),
    String(code).padStart(2, "0"),
    ` ${code} `,
  ])("is read from %o", (value) => {
    expect(parseRequestState(value)).toStrictEqual({ value: state });
  });

  test.each([code, BigInt(code), String(code), String(code).padStart(2, "0")])("has the code %o", (value) => {
    expect(requestStateFromCode(value)).toBe(state);
  });
});

test.each([
  ["CANCELED", "CANCELLED"],
  ["Canceled", "CANCELLED"],
  ["canceling", "CANCELLING"],
  ["Error  Auto--Retry", "ERROR_AUTO_RETRY"],
  ["ERROR_MANUAL_RECOVERY".padEnd(30), "ERROR_MANUAL_RECOVERY"],
])("%s is another spelling of %s", (value, state) => {
  expect(parseRequestState(value)).toStrictEqual({ value: state });
});

describe("an unknown state has one issue, with an empty path", () => {
  const GENERAL = "Use one of the names in REQUEST_STATES, or Oracle's code from 1 to 19.";
  const messageOf = (value: unknown) => {
    const { issues } = parseRequestState(value);
    expect(issues).toMatchObject([{ path: [] }]);
    return issues?.[0]?.message;
  };

  test.each([
    ["SUCCESS", "SUCCEEDED"],
    ["Cancel", "CANCELLED"],
    ["pause", "PAUSED"],
    ["SUSPEND", "PAUSED"],
    ["suspended", "PAUSED"],
    ["business error", "ERROR"],
    ["FAILED", "ERROR"],
    ["waiting", "WAIT"],
  ])("%s, with a hint at %s", (value, state) => {
    expect(messageOf(value)).toMatch(/^Unknown request state: the value is a string of \d+ characters\. \S/);
    expect(messageOf(value)).toMatch(new RegExp(`\\b${state}\\.$`));
  });

  test("more than 30 characters", () => {
    expect(messageOf("ERROR_MANUAL_RECOVERY".padEnd(31))).toContain(GENERAL);
  });

  test("UNKNOWN, Oracle's constant for an invalid state", () => {
    expect(messageOf("UNKNOWN")).toContain("UNKNOWN is not a state;");
  });

  test.each(["", "GONE", "0", "20", "99", "-1", "1.5", "+1", "0x1", "001", "1e1", "１", "constructor", "__proto__"])(
    "%j",
    (value) => {
      expect(messageOf(value)).toContain(GENERAL);
      expect(requestStateFromCode(value)).toBeUndefined();
    },
  );

  test.each([0, 20, 99, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 0n, 20n, 2n ** 64n])("%o", (value) => {
    expect(messageOf(value)).toContain(GENERAL);
    expect(requestStateFromCode(value)).toBeUndefined();
  });

  test.each(Object.keys(HOSTILE))("%s", (name) => {
    expect(messageOf(HOSTILE[name])).toContain(GENERAL);
    expect(requestStateFromCode(HOSTILE[name] as never)).toBeUndefined();
  });

  test.each([null, undefined, true, ["WAIT"]])("%o", (value) => {
    expect(messageOf(value)).toContain(GENERAL);
    expect(requestStateFromCode(value as never)).toBeUndefined();
  });
});

test("no issue shows the value", () => {
  fc.assert(
    fc.property(secret, (value) => {
      const parsed = parseRequestState(value);
      expect(parsed.issues).toHaveLength(1);
      expect(messagesOf(parsed)).not.toMatch(SECRET);
    }),
  );
});
