import { expectation } from "./messages.js";
import { describe, type ParseResult } from "./reading.js";

export const LARGEST_REQUEST_ID = "9223372036854775807";
const DECIMAL = /^[1-9][0-9]{0,18}$/;

/** Decimal strings of one length compare like the numbers they stand for. */
const isRequestId = (text: string): boolean =>
  DECIMAL.test(text) && (text.length < LARGEST_REQUEST_ID.length || text <= LARGEST_REQUEST_ID);

/** An id's digits; nothing for what is no id or may have lost some. */
function digitsOf(id: unknown): string | undefined {
  if (typeof id === "string") return id;
  return typeof id === "bigint" || Number.isSafeInteger(id) ? String(id) : undefined;
}

/**
 * Reads a request id, Oracle's int64, without losing a digit: from a decimal string (a path parameter), a bigint or a
 * safe integer. The value is a decimal string, 1 to 9223372036854775807. Leading zeros and signs are refused, so that an
 * id has one spelling; so is a number beyond 2^53, whose digits may be lost already. Never throws.
 *
 * @param id anything at all
 * @returns the decimal string, or the one issue
 */
export function parseRequestId(id: unknown): ParseResult<string> {
  const digits = digitsOf(id);
  if (digits !== undefined && isRequestId(digits)) return { value: digits };
  const message = expectation(
    `a request id, a decimal int64 from 1 to ${LARGEST_REQUEST_ID}`,
    describe(id),
    "Send it without sign or leading zeros, and as a string where it may exceed 2^53.",
  );
  return { issues: [{ path: [], message }] };
}
