import { count } from "./messages.js";

/** Reads and describes untrusted values. Nothing here throws, even if a getter or a proxy does. */

/** One fault of an input. The shape is that of Standard Schema. */
export interface Issue {
  /** The fact, then the remedy. It contains nothing of the input. */
  readonly message: string;
  /** The members and indexes that lead to the fault; empty for the input itself. */
  readonly path: readonly (string | number)[];
}

/**
 * A value, or what is wrong with the input. The shape is that of Standard Schema: check `if (result.issues)`.
 *
 * @typeParam Value the type of the parsed value
 */
export type ParseResult<Value> =
  | {
      /** The parsed value. */
      readonly value: Value;
      /** Absent on success. */
      readonly issues?: undefined;
    }
  | {
      /** Every fault, at least one. */
      readonly issues: readonly Issue[];
    };

/** Returns a result with one issue. */
export const issueAt = (path: Issue["path"], message: string): { readonly issues: readonly Issue[] } => ({
  issues: [{ path, message }],
});

/** The value of a member whose getter or proxy throws. No validator accepts it. */
export const UNREADABLE: unique symbol = Symbol("unreadable");

/** Returns the value of an own member. Inherited ones are skipped, so that a polluted prototype adds nothing. */
export function readOwn(source: object, name: PropertyKey): unknown {
  try {
    return Object.hasOwn(source, name) ? (source as Record<PropertyKey, unknown>)[name] : undefined;
  } catch {
    return UNREADABLE;
  }
}

/** Returns the value of a member, own or inherited. For callbacks and events, which may be instances of a class. */
export function readMember(source: unknown, name: string): unknown {
  try {
    return typeof source === "object" ? (source as Record<string, unknown>)[name] : undefined;
  } catch {
    return UNREADABLE;
  }
}

/** Copies the elements of an array, each read once, up to one more than the limit. Returns other values unchanged. */
export function readElements(value: unknown, limit: number): unknown {
  if (!isArray(value)) return value;
  const length = readOwn(value, "length");
  if (typeof length !== "number") return UNREADABLE;
  const copied = Math.min(Math.floor(length), limit + 1);
  const elements: unknown[] = [];
  for (let i = 0; i < copied; i++) elements.push(readOwn(value, i));
  return elements;
}

/** Returns whether a value is an object whose members can be read: neither null nor an array nor a revoked proxy. */
export const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && isReadableArray(value) === false;

/** Returns whether a value is an array whose elements can be read. */
export const isArray = (value: unknown): value is readonly unknown[] => isReadableArray(value) === true;

/** Like `Array.isArray`, but undefined for a revoked proxy, for which that throws. */
function isReadableArray(value: unknown): boolean | undefined {
  try {
    return Array.isArray(value);
  } catch {}
}

/** Describes a value by its type. Never by its content, which may be a misplaced handle or a megabyte of text. */
export function describe(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (value === UNREADABLE) return "unreadable";
  if (value === "") return "an empty string";
  if (typeof value === "string") return `a string of ${count(value.length, "character")}`;
  if (typeof value === "number") return describeNumber(value);
  if (typeof value !== "object") return `a ${typeof value}`;
  if (isArray(value)) return "an array";
  return isObject(value) ? "an object" : "an unreadable object";
}

function describeNumber(value: number): string {
  if (!Number.isFinite(value)) return "not a finite number";
  if (value < 0) return "a negative number";
  if (!Number.isInteger(value)) return "a fraction";
  if (!Number.isSafeInteger(value)) return "a number beyond 2^53";
  return value === 0 ? "zero" : "a positive integer";
}
