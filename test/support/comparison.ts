import { isDeepStrictEqual } from "node:util";
import { expect } from "vitest";

/** Compares without an assertion per comparison, which would take longer than the compared functions. */
export function expectSame(found: unknown, expected: unknown, context: object): void {
  if (isDeepStrictEqual(found, expected)) return;
  expect({ ...context, found }).toStrictEqual({ ...context, found: expected });
  expect.fail("The values differ in a way that toStrictEqual does not see.");
}
