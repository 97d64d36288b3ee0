import { count, listNames } from "../input/messages.js";
import { invalidMember } from "../input/parse-lifecycle-event.js";
import { readMember } from "../input/read.js";
import { PAYLOAD_VALIDATORS } from "../input/validators.js";
import { acceptedEvents } from "../lifecycle/chart-queries.js";
import { EVENT_PAYLOADS, type EventPayload } from "../lifecycle/events.js";
import type { JobRequest } from "../lifecycle/job-request.js";
import {
  isExecutionStatus,
  isLifecycleEventName,
  LIFECYCLE_EVENTS,
  type LifecycleEventName,
} from "../lifecycle/names.js";
import { OUTCOME_REASONS } from "../lifecycle/reasons.js";
import { FORCE_CANCEL_AFTER_MS } from "../lifecycle/request-queries.js";
import { REQUEST_STATES } from "../lifecycle/states.js";
import type { Outcome } from "./outcome.js";
import type { RequestInput } from "./replay.js";

const MINUTE_MS = 60_000;

/**
 * Explains an outcome to the operator, using what the record contains: for logs and timelines. The text has no handle
 * and no text of the input. Do not show it to a job: a sender with a wrong handle must not learn the state of the
 * request.
 *
 * @param outcome the outcome of `applyExecutionStatus` or `applyLifecycleEvent`
 * @param input the callback or event. Unknown names are not repeated: they may contain a handle. Bad input never throws
 * @returns one line of English text
 */
export function explain(outcome: Outcome, input: RequestInput): string {
  const name = nameOf(outcome, input);
  const { request, effects } = outcome;
  const next = effects.length === 0 ? "No effects." : `Effects: ${effects.join(", ")}.`;
  switch (outcome.kind) {
    case "transitioned":
      return `${name}: request ${request.requestId} moved from ${outcome.from} to ${outcome.to}. ${next}`;
    case "recorded":
      return `${name}: recorded for request ${request.requestId}, which stays in ${request.state}. ${next}`;
    default: {
      const message = detailOf(outcome, input) ?? OUTCOME_REASONS[outcome.reason].message;
      const where = `request ${request.requestId} in ${request.state}`;
      return `${name}: ${outcome.kind} for ${where} (${outcome.reason}). ${message}`;
    }
  }
}

/** Returns the known name of a callback or an event. */
export function nameOf(outcome: Outcome, input: RequestInput): string {
  const reason = "reason" in outcome ? outcome.reason : undefined;
  const type = readMember(input, "type");
  if (isLifecycleEventName(type) && reason !== "UNKNOWN_STATUS") return type;
  const status = readMember(input, "status");
  if (isExecutionStatus(status) && reason !== "UNKNOWN_EVENT") return status;
  return reason === "UNKNOWN_STATUS" ? "Unknown status" : "Unknown event";
}

/** Returns a more specific message than that of the reason, if there is one. */
function detailOf({ request, ...outcome }: Outcome, input: RequestInput): string | undefined {
  const type = readMember(input, "type");
  if (!("reason" in outcome) || !isLifecycleEventName(type)) return undefined;
  if (outcome.reason === "UNSUPPORTED_STATE") return unsupportedState(request, type);
  if (outcome.reason === "INVALID_PAYLOAD") return invalidPayload(type, input);
  return outcome.reason === "TOO_EARLY" ? tooEarly(request, readMember(input, "at")) : undefined;
}

function unsupportedState({ state }: JobRequest, type: LifecycleEventName): string {
  const states = REQUEST_STATES.filter((other) => acceptedEvents(other).includes(type));
  const events = LIFECYCLE_EVENTS.filter((event) => acceptedEvents(state).includes(event));
  const remedy = events.length === 0 ? `${state} accepts no events.` : `${state} accepts ${listNames(events)}.`;
  return `${type} is accepted in ${listNames(states)}. ${remedy}`;
}

function invalidPayload(type: LifecycleEventName, input: RequestInput): string | undefined {
  const members: readonly (keyof EventPayload)[] = EVENT_PAYLOADS[type];
  const invalid = members.find((member) => !PAYLOAD_VALIDATORS[member].isValid(readMember(input, member)));
  return invalid && invalidMember(invalid, readMember(input, invalid)).message;
}

function tooEarly({ cancelSeenAt }: JobRequest, at: unknown): string | undefined {
  if (!PAYLOAD_VALIDATORS.at.isValid(at)) return undefined;
  const allowed = count(FORCE_CANCEL_AFTER_MS / MINUTE_MS, "minute");
  const elapsed = (at as number) - (cancelSeenAt as number);
  if (elapsed < 0)
    return `Too early: the given time is before the job was last seen. Force-cancel is allowed ${allowed} after that.`;
  const seen = count(Math.floor(elapsed / MINUTE_MS), "minute");
  return `Too early: the job was last seen ${seen} ago. Force-cancel is allowed after ${allowed}.`;
}
