import { counted } from "./messages.js";

/** How values from outside are read and described. Nothing here throws, whatever it is given. */

/** One fault of an input, and where it is: the issue shape of Standard Schema. */
export interface Issue {
  /** What was expected, what was found, what to do. It quotes nothing of the input. */
  readonly message: string;
  /** Members and indexes that lead to it; empty for the input itself. */
  readonly path: readonly (string | number)[];
}

/**
 * A value, or what is wrong with it: the result shape of Standard Schema. Ask `if (result.issues)`.
 *
 * @typeParam Value what was read
 */
export type ParseResult<Value> =
  | {
      /** What was read. */
      readonly value: Value;
      /** Absent where there is a value. */
      readonly issues?: undefined;
    }
  | {
      /** Every fault, at least one. */
      readonly issues: readonly Issue[];
    };

/** Stands for a member whose getter or proxy trap threw: no check accepts it. */
const UNREADABLE = Symbol("unreadable");

/** An own member's value. An inherited one does not count: a polluted prototype must not speak for a body. */
export function readOwn(source: object, name: PropertyKey): unknown {
  try {
    return Object.hasOwn(source, name) ? (source as Record<PropertyKey, unknown>)[name] : undefined;
  } catch {
    return UNREADABLE;
  }
}

/**
 * The first elements of an array, each read once, in an array of our own; one over the limit shows that there are too
 * many. Anything else is given back as it is.
 */
export function readElements(value: unknown, limit: number): unknown {
  if (!isArray(value)) return value;
  const length = readOwn(value, "length");
  if (typeof length !== "number") return UNREADABLE;
  return Array.from({ length: Math.min(length, limit + 1) }, (_, index) => readOwn(value, index));
}

/** Whether a value is an object that may have members: not null, not an array, not a revoked proxy. */
export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && arrayness(value) === false;
}

/** Whether a value is an array that can be read. */
export function isArray(value: unknown): value is readonly unknown[] {
  return arrayness(value) === true;
}

/** `Array.isArray`, which throws for a revoked proxy; that is neither. */
function arrayness(value: unknown): boolean | undefined {
  try {
    return Array.isArray(value);
  } catch {
    // It is such a proxy.
  }
  return undefined;
}

/**
 * What a value is, in words. Never its content: it may be a handle in the wrong place, a megabyte long or no valid
 * Unicode.
 */
export function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (value === UNREADABLE) return "a member that cannot be read";
  if (value === "") return "an empty string";
  if (typeof value === "string") return `a string of ${counted(value.length, "character")}`;
  if (typeof value === "number") return describeNumber(value);
  if (typeof value !== "object") return `a ${typeof value}`;
  if (isArray(value)) return "an array";
  return isObject(value) ? "an object" : "an object that cannot be read";
}

function describeNumber(value: number): string {
  if (!Number.isFinite(value)) return "a number that is not finite";
  if (value < 0) return "a negative number";
  if (!Number.isInteger(value)) return "a fraction";
  if (!Number.isSafeInteger(value)) return "a number beyond 2^53";
  return value === 0 ? "zero" : "a positive integer";
}
