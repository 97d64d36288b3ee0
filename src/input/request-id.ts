import { describe, issueAt, type ParseResult } from "./read.js";

export const MAX_REQUEST_ID = "9223372036854775807";
const DECIMAL = /^[1-9][0-9]{0,18}$/;

// Decimal strings of equal length compare like their numbers.
export const isRequestId = (value: unknown): value is string =>
  typeof value === "string" && DECIMAL.test(value) && (value.length < MAX_REQUEST_ID.length || value <= MAX_REQUEST_ID);

const isExactInteger = (value: unknown) => typeof value === "bigint" || Number.isSafeInteger(value);

/**
 * Parses a request id, Oracle's int64, without losing a digit. Never throws.
 *
 * Each id has one spelling: signs and leading zeros are rejected. Unsafe integers, from 2^53 on, are rejected, since
 * they may have lost digits.
 *
 * @param id a decimal string (such as a path parameter), a bigint or a safe integer
 * @returns a decimal string from 1 to 9223372036854775807, or one issue
 */
export function parseRequestId(id: unknown): ParseResult<string> {
  const digits = isExactInteger(id) ? String(id) : id;
  if (isRequestId(digits)) return { value: digits };
  return issueAt(
    [],
    `The request id must be a decimal int64 from 1 to ${MAX_REQUEST_ID}, but is ${describe(id)}. ` +
      "Send it without a sign or leading zeros, and as a string if it may be 2^53 or more.",
  );
}
