import { type LifecycleEvent, PAYLOADS, type PayloadMembers } from "./events.js";
import { isNonEmptyString } from "./guards.js";
import { COMPLETION_STATES, HANDLER_RESULTS, type LifecycleEventName } from "./names.js";

/** What each payload member must be, wherever it stands. */
const CHECKS: { readonly [M in keyof PayloadMembers]-?: (value: unknown) => boolean } = {
  requestHandle: isNonEmptyString,
  at: (value) => Number.isSafeInteger(value) && (value as number) >= 0,
  message: (value) => value === undefined || value === null || typeof value === "string",
  result: (value) => (HANDLER_RESULTS as readonly unknown[]).includes(value),
  state: (value) => (COMPLETION_STATES as readonly unknown[]).includes(value),
};

/** Why an event's payload does not fit. A missing handle is told first: `PAYLOADS` lists it first. */
export function payloadFault(
  type: LifecycleEventName,
  event: LifecycleEvent,
): "HANDLE_MISSING" | "INVALID_PAYLOAD" | undefined {
  for (const member of PAYLOADS[type]) {
    if (!CHECKS[member]((event as Partial<PayloadMembers>)[member])) {
      return member === "requestHandle" ? "HANDLE_MISSING" : "INVALID_PAYLOAD";
    }
  }
  return undefined;
}
