import { parseRequestId } from "ess-request-machine";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

/** The parser of request ids: Oracle's int64 in decimal, without losing a digit. */

const LARGEST = 9_223_372_036_854_775_807n;

describe("a valid id:", () => {
  test.each<[string, unknown, string]>([
    ["the smallest, as text", "1", "1"],
    ["the largest, as text", "9223372036854775807", "9223372036854775807"],
    ["of 18 digits, all nines", "999999999999999999", "999999999999999999"],
    ["with zeros inside and at the end", "10020", "10020"],
    ["beyond 2^53, as text", "9007199254740993", "9007199254740993"],
    ["beyond 2^53, as a bigint", 9_007_199_254_740_993n, "9007199254740993"],
    ["2^53 itself, as a bigint", 2n ** 53n, "9007199254740992"],
    ["the largest, as a bigint", LARGEST, "9223372036854775807"],
    ["the smallest, as a bigint", 1n, "1"],
    ["as a number", 101, "101"],
    ["as the largest safe number", 2 ** 53 - 1, "9007199254740991"],
  ])("%s", (_, id, value) => {
    expect(parseRequestId(id)).toStrictEqual({ value });
  });
});

describe("any other value has one issue, with an empty path:", () => {
  test.each<[string, unknown]>([
    ["a leading zero", "007"],
    ["zero", "0"],
    ["a plus sign", "+1"],
    ["a minus sign", "-1"],
    ["a space before", " 1"],
    ["a space after", "1 "],
    ["a line break after", "1\n"],
    ["a space inside", "1 000"],
    ["an exponent", "1e3"],
    ["a fraction", "1.0"],
    ["hexadecimal", "0x1"],
    ["a bigint's suffix", "1n"],
    ["a separator", "1_000"],
    ["no digit", ""],
    ["letters", "abc"],
    ["full-width digits", "１２３"],
    ["a full-width digit after another digit", "1２"],
    ["Arabic-Indic digits", "١٢٣"],
    ["two lines", "1\n2"],
    ["one more than the largest", "9223372036854775808"],
    ["19 nines", "9999999999999999999"],
    ["20 digits", "10000000000000000000"],
    ["zero, as a bigint", 0n],
    ["a negative bigint", -1n],
    ["one more than the largest, as a bigint", LARGEST + 1n],
    ["zero, as a number", 0],
    ["minus zero", -0],
    ["a negative number", -1],
    ["a number with a fraction", 1.5],
    ["2^53, as a number that may have lost digits", 2 ** 53],
    ["a huge number", 1e21],
    ["not a number", Number.NaN],
    ["infinity", Number.POSITIVE_INFINITY],
    ["undefined", undefined],
    ["null", null],
    ["a boolean", true],
    ["an object", {}],
    ["a list of an id", ["1"]],
    ["a string object", new String("1")],
    ["a number object", new Number(1)],
    ["an object that converts to an id", { toString: () => "1", valueOf: () => 1 }],
  ])("%s", (_, id) => {
    const { issues } = parseRequestId(id);
    expect(issues).toHaveLength(1);
    expect(issues?.[0]?.path).toEqual([]);
    expect(issues?.[0]?.message).toMatch(
      /^The request id must be a decimal int64 from 1 to 9223372036854775807, but is .+\. Send it without a sign/,
    );
  });
});

test("every bigint in the range is accepted, as a bigint and as text", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: LARGEST }), (id) => {
      expect(parseRequestId(id)).toStrictEqual({ value: id.toString() });
      expect(parseRequestId(id.toString())).toStrictEqual({ value: id.toString() });
    }),
  );
});

test("every bigint outside the range is rejected", () => {
  const outside = fc.oneof(fc.bigInt({ max: 0n }), fc.bigInt({ min: LARGEST + 1n }));
  fc.assert(
    fc.property(outside, (id) => {
      expect(parseRequestId(id).issues).toHaveLength(1);
      expect(parseRequestId(id.toString()).issues).toHaveLength(1);
    }),
  );
});

test("a number keeps its value or is rejected", () => {
  fc.assert(
    fc.property(fc.oneof(fc.maxSafeInteger(), fc.double(), fc.double({ min: 2 ** 52, max: 2 ** 54 })), (id) => {
      const { issues, ...read } = parseRequestId(id) as { value?: string; issues?: unknown };
      expect(issues === undefined).toBe(id >= 1 && id <= 2 ** 53 - 1 && id % 1 === 0);
      if (issues === undefined) expect(read.value).toBe(BigInt(id).toString());
    }),
  );
});
