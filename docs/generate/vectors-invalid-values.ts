import type { EventPayload } from "ess-request-machine";
import { describe } from "../../src/input/read.js";

/** Invalid values for the test vectors: only what JSON can express, so that every language can send them. */

export interface Named {
  /** What distinguishes the value, for an id. */
  readonly words: string;
  readonly value: unknown;
}

export const inWords = (value: unknown): string => {
  if (typeof value === "string" && value !== "") return value;
  return Array.isArray(value) && value.length > 0 ? `a list with ${describe(value[0])}` : describe(value);
};

/** `undefined` leaves the member out. */
const invalid = (member: string, ...values: readonly unknown[]): readonly Named[] =>
  values.map((value) => ({
    words: value === undefined ? `without ${member}` : `${member}: ${inWords(value)}`,
    value,
  }));

/** Names that every JavaScript object has. */
const INHERITED = ["__proto__", "constructor", "toString"];

/** Invalid values of each payload member. Required members begin with the missing one. */
export const INVALID_MEMBERS: { readonly [M in keyof EventPayload]-?: readonly Named[] } = {
  requestHandle: invalid("requestHandle", undefined, null, "", 5, 0, true, false, ["handle-1"], [], {}),
  at: invalid(
    "at",
    undefined,
    null,
    "",
    "0",
    "1700000000000",
    "2023-11-14T22:13:20Z",
    -1,
    0.5,
    Number.MAX_SAFE_INTEGER + 1,
    true,
    [],
    [5],
    {},
  ),
  message: invalid("message", 5, 0, true, false, [], ["text"], {}),
  result: invalid(
    "result",
    ...[undefined, null, "", "proceed", "PROCEED ", "SUCCESS", "SUCCEEDED", 0, 1, true, {}, ["PROCEED"]],
    ...INHERITED,
  ),
  state: invalid(
    "state",
    ...[undefined, null, "", "COMPLETED", "EXPIRED", "succeeded", "SUCCEEDED ", "SUCCESS", 12, true, {}, ["ERROR"]],
    ...INHERITED,
  ),
};

/** Values that are not statuses: names of states, Java's results, inherited names, near misses, other types. */
export const INVALID_STATUSES = invalid(
  "status",
  ...[undefined, null, "", "success", "SUCCESS ", " SUCCESS", "SUCCESS\n", "SUCCEEDED", "PAUSED", "BIZ_ERROR"],
  ...[...INHERITED, 0, 1, true, ["SUCCESS"], {}],
);

/** Values that are not names of events. */
export const INVALID_TYPES = invalid(
  "type",
  ...[undefined, null, "", "Dispatch", "dispatch ", "dispatch\n", "time-out", "RUNNING", "xstate.stop"],
  ...[...INHERITED, 0, 1, true, ["dispatch"], {}],
);
