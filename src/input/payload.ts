import { type LifecycleEvent, PAYLOADS, type PayloadMembers } from "../lifecycle/events.js";
import { COMPLETION_STATES, HANDLER_RESULTS } from "../lifecycle/names.js";
import { type Field, handle, oneOf, text, time } from "./fields.js";

/** What each payload member must be, wherever it stands. */
export const MEMBERS: { readonly [M in keyof PayloadMembers]-?: Pick<Field, "expected" | "holds"> } = {
  requestHandle: handle,
  at: time,
  message: { expected: `${text.expected} or absent`, holds: (value) => (value ?? null) === null || text.holds(value) },
  result: oneOf(HANDLER_RESULTS),
  state: oneOf(COMPLETION_STATES),
};

/** The first member of an event's payload that does not fit, a handle before any other: `PAYLOADS` lists it first. */
export function unfitMember(event: LifecycleEvent): keyof PayloadMembers | undefined {
  for (const member of PAYLOADS[event.type]) {
    if (!MEMBERS[member].holds((event as Partial<PayloadMembers>)[member])) return member;
  }
  return undefined;
}
