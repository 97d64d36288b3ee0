import { describe, issueAt, type ParseResult } from "./read.js";

export const MAX_REQUEST_ID = "9223372036854775807";
const DECIMAL = /^[1-9][0-9]{0,18}$/;

/** Decimal strings of equal length compare like their numbers. */
export const isRequestId = (value: unknown): value is string =>
  typeof value === "string" && DECIMAL.test(value) && (value.length < MAX_REQUEST_ID.length || value <= MAX_REQUEST_ID);

const isExactInteger = (value: unknown) => typeof value === "bigint" || Number.isSafeInteger(value);

/**
 * Parses a request id, an int64 of Oracle, without losing a digit. Never throws.
 *
 * Each id has one spelling: signs and leading zeros are rejected. Numbers beyond 2^53 are rejected, since they may have
 * lost digits.
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
      "Send it without sign and leading zeros, as a string if it may exceed 2^53.",
  );
}
