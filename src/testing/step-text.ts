import { FORCE_CANCEL_AFTER_MS } from "../index.js";
import { count } from "../input/messages.js";
import { quoted } from "./shown-values.js";
import { MINUTE } from "./step-builders.js";
import { type EventStep, type HandleKind, type HandleVariation, isCallback, type Step } from "./steps.js";

/** One step in words. */

const HANDLES: { readonly [K in HandleKind]: string } = {
  current: "with the current handle",
  earlier: "with the handle of the execution before",
  oldest: "with the oldest handle that the record remembers",
  forgotten: "with a handle that the record no longer remembers",
  foreign: "with the handle of another request",
  unknown: "with an unknown handle",
  empty: "with an empty handle",
  missing: "without a handle",
  new: "with a new handle",
};

const VARIATIONS: { readonly [V in HandleVariation]: string } = {
  "upper case": "the current one in upper case",
  "space before": "the current one with a space before it",
  "space after": "the current one with a space after it",
  "last character": "the current one with another last character",
  shorter: "the current one without its last character",
  longer: "the current one and one more character",
  decomposed: "the current one with its accent as a character of its own",
  accented: "one that ends with an accented letter",
  long: "one of more than 300 characters",
  "in an array": "in an array",
};

export function textOf(step: Step): string {
  const { handle, variation } = step;
  const varied = variation === undefined ? "" : ` (${VARIATIONS[variation]})`;
  // A handle in the members replaces the one that the step names.
  const sender = handle === undefined || "requestHandle" in (step.members ?? {}) ? [] : [HANDLES[handle] + varied];
  const name = isCallback(step) ? step.callback : step.event;
  return [[named(name), ...sender].join(" "), ...membersOf(step)].join(", ");
}

const named = (name: unknown): string =>
  typeof name === "string" && /^\w+$/.test(name) ? name : `the name ${shownValue(name)}`;

function membersOf(step: Step): readonly string[] {
  const members = Object.entries(step.members ?? {}).map(([member, value]) => `${member} ${shownValue(value)}`);
  if (!isCallback(step)) return [...waitOf(step), ...members];
  return [...(step.text === undefined ? [] : [`text ${shownValue(step.text)}`]), ...members];
}

/** Values of steps are the kit's own. */
const shownValue = (value: unknown): string => (typeof value === "string" ? quoted(value) : JSON.stringify(value));

function waitOf({ wait, members = {} }: EventStep): readonly string[] {
  if (wait === undefined || "at" in members) return [];
  if (wait === 0) return ["at the time when the job was last seen"];
  const late = wait - FORCE_CANCEL_AFTER_MS;
  if (late < 0 && late > -MINUTE) return [`${duration(-late)} before 30 minutes have passed`];
  return [`${duration(Math.max(wait, -wait))} ${wait < 0 ? "before" : "after"} the job was last seen`];
}

const duration = (ms: number): string =>
  ms % MINUTE === 0 ? count(ms / MINUTE, "minute") : `${count(ms, "millisecond")}`;
