import { describe } from "../../src/input/read.js";
import type { EventPayload } from "../../src/lifecycle/events.js";

/** Values that fit nowhere, for the test vectors: only what JSON can say, so that every language can send them. */

export interface Named {
  /** What sets the value apart, in an id. */
  readonly words: string;
  readonly value: unknown;
}

export const inWords = (value: unknown): string =>
  typeof value === "string" && value !== "" ? value : describe(value);

const misfits = (member: string, ...values: readonly unknown[]): readonly Named[] =>
  values.map((value) => ({
    words: value === undefined ? `without ${member}` : `${member}: ${inWords(value)}`,
    value,
  }));

/** For each member of a payload, what it must not be. A missing one comes first, where it is required. */
export const NO_MEMBERS: { readonly [M in keyof EventPayload]-?: readonly Named[] } = {
  requestHandle: misfits("requestHandle", undefined, null, "", 5, true, ["handle-1"], {}),
  at: misfits("at", undefined, null, "0", -1, 0.5, Number.MAX_SAFE_INTEGER + 1, true, []),
  message: misfits("message", 5, false, [], {}),
  result: misfits("result", undefined, null, "", "proceed", "SUCCESS", 0, ["PROCEED"]),
  state: misfits("state", undefined, null, "", "COMPLETED", "EXPIRED", "succeeded", 12, ["ERROR"]),
};

/** Names that are no status: of states, of Java's results, of an object's own members, and near misses. */
export const NO_STATUSES = misfits(
  "status",
  undefined,
  null,
  "",
  "success",
  "SUCCESS ",
  "SUCCEEDED",
  "PAUSED",
  "BIZ_ERROR",
  "__proto__",
  "constructor",
  0,
  true,
  ["SUCCESS"],
  {},
);

/** Names that are no event. */
export const NO_EVENTS = misfits(
  "type",
  undefined,
  null,
  "",
  "Dispatch",
  "dispatch ",
  "time-out",
  "RUNNING",
  "xstate.stop",
  "__proto__",
  "constructor",
  1,
  ["dispatch"],
  {},
);
