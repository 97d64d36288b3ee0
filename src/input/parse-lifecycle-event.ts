import { EVENT_PAYLOADS, type EventPayload, type LifecycleEvent } from "../lifecycle/events.js";
import { isExecutionStatus, isLifecycleEventName, LIFECYCLE_EVENTS } from "../lifecycle/names.js";
import { describe, type Issue, isObject, issueAt, type ParseResult, readOwn } from "./read.js";
import { normalizeName } from "./spelling.js";
import { PAYLOAD_VALIDATORS } from "./validators.js";

/**
 * Parses a lifecycle event, such as the JSON body of an operator's request. Never throws.
 *
 * Members that the event does not carry are left out, and so is a `message` that is null.
 *
 * @param event any value; only its own members are read
 * @returns the event, or every issue with its path
 */
export function parseLifecycleEvent(event: unknown): ParseResult<LifecycleEvent> {
  if (!isObject(event)) {
    return issueAt([], `The event must be an object, but is ${describe(event)}. Send its name as type.`);
  }
  const type = readOwn(event, "type");
  if (!isLifecycleEventName(type)) {
    return issueAt(["type"], `type must be the name of a lifecycle event, but is ${describe(type)}. ${nameHint(type)}`);
  }
  const parsed: Record<string, unknown> = { type };
  const issues: Issue[] = [];
  for (const member of EVENT_PAYLOADS[type]) {
    const value = readOwn(event, member);
    if (!PAYLOAD_VALIDATORS[member].isValid(value)) issues.push(invalidMember(member, value));
    else if (value !== undefined && value !== null) parsed[member] = value;
  }
  return issues.length === 0 ? { value: parsed as LifecycleEvent } : { issues };
}

/** Describes an invalid member of an event. */
export const invalidMember = (member: keyof EventPayload, value: unknown): Issue => ({
  path: [member],
  message:
    `${member} must be ${PAYLOAD_VALIDATORS[member].expected}, but is ${describe(value)}. ` +
    "Correct it and send the event again.",
});

/** "time-out" and TIME_OUT mean timeOut. */
const withoutSeparators = (name: unknown): string => normalizeName(name).replaceAll("_", "");

function nameHint(type: unknown): string {
  const meant = LIFECYCLE_EVENTS.find((name) => withoutSeparators(name) === withoutSeparators(type));
  if (meant !== undefined) return `Did you mean ${meant}?`;
  if (isExecutionStatus(type)) return "A status is sent as a callback, with applyExecutionStatus.";
  return `Send one of ${LIFECYCLE_EVENTS.join(", ")}.`;
}
