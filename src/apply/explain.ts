import { counted, expectation } from "../input/messages.js";
import { MEMBERS, unfitMember } from "../input/payload.js";
import { readCallback, readEvent } from "../input/read-input.js";
import { describe } from "../input/reading.js";
import type { ExecutionStatusInput, LifecycleEvent, PayloadMembers } from "../lifecycle/events.js";
import { acceptedEvents, OUTCOME_REASONS } from "../lifecycle/facts.js";
import { FORCE_CANCEL_AFTER, MINUTE } from "../lifecycle/guards.js";
import type { JobRequest } from "../lifecycle/job-request.js";
import {
  isExecutionStatus,
  isLifecycleEventName,
  LIFECYCLE_EVENTS,
  type LifecycleEventName,
  type OutcomeReason,
  REQUEST_STATES,
  type RequestState,
} from "../lifecycle/names.js";
import type { Outcome } from "./outcome.js";

/**
 * Tells what an outcome means, in a sentence or two, for logs, timelines and problem details. No handle is ever in it, nor
 * any text of the input's.
 *
 * @param request the record that the callback or event was applied to, or the outcome's own: the sentences are the same
 * @param input the callback or event; of it only known names and the kinds of its values are told
 * @param outcome what `applyExecutionStatus` or `applyLifecycleEvent` answered
 * @returns English text on one line
 */
export function explain(request: JobRequest, input: ExecutionStatusInput | LifecycleEvent, outcome: Outcome): string {
  const event = readEvent(input);
  const name = nameOf(event, input, outcome);
  const owed = outcome.effects.length === 0 ? "Nothing is owed." : `Owed next: ${outcome.effects.join(", ")}.`;
  switch (outcome.kind) {
    case "transitioned":
      return `${name} moved request ${request.requestId} from ${outcome.from} to ${outcome.to}. ${owed}`;
    case "recorded":
      return `${name} was recorded for request ${request.requestId}, which stays ${request.state}. ${owed}`;
    case "ignored":
    case "rejected": {
      const { kind, reason } = outcome;
      const refused = `${name} for request ${request.requestId} in ${request.state} was ${kind}: ${reason}.`;
      return `${refused} ${moreSaid(request, event, reason) ?? OUTCOME_REASONS[reason].sentence}`;
    }
  }
}

/** The name of what came, if it has a known one: an unknown one could be anything, a handle too. */
export function nameOf({ type }: LifecycleEvent, input: unknown, outcome: Outcome): string {
  const isUnknown = "reason" in outcome && (outcome.reason === "UNKNOWN_STATUS" || outcome.reason === "UNKNOWN_EVENT");
  if (!isUnknown && isLifecycleEventName(type)) return type;
  const { status } = readCallback(input);
  return !isUnknown && isExecutionStatus(status) ? status : "An unknown name";
}

/** Where more can be said than in the reason's own sentence: which states, which member, how long still. */
function moreSaid(request: JobRequest, event: LifecycleEvent, reason: OutcomeReason): string | undefined {
  if (!isLifecycleEventName(event.type)) return undefined;
  if (reason === "UNSUPPORTED_STATE") return unsupportedState(request.state, event.type);
  if (reason === "INVALID_PAYLOAD") return invalidPayload(event);
  // An accessor may say something else now than when the event was applied.
  if (unfitMember(event) !== undefined || event.type !== "forceCancel") return undefined;
  return reason === "TOO_EARLY" ? tooEarly(request, event.at) : undefined;
}

function unsupportedState(state: RequestState, event: LifecycleEventName): string {
  const takers = REQUEST_STATES.filter((taker) => acceptedEvents(taker).includes(event));
  const taken = LIFECYCLE_EVENTS.filter((name) => acceptedEvents(state).includes(name));
  const advice = taken.length === 0 ? "Nothing leads out of it." : `It takes ${either(taken)}.`;
  return expectation(`a request in ${either(takers)}`, `one in ${state}`, advice);
}

function invalidPayload(event: LifecycleEvent): string | undefined {
  const member = unfitMember(event);
  if (member === undefined) return undefined;
  const found = describe((event as Partial<PayloadMembers>)[member]);
  return expectation(`${member} to be ${MEMBERS[member].expected}`, found, "Correct it and send the event again.");
}

function tooEarly(request: JobRequest, at: number): string {
  const asked = FORCE_CANCEL_AFTER / MINUTE;
  // What is too early has a time before it: null is long ago.
  const left = Math.ceil(((request.cancelSeenAt as number) + FORCE_CANCEL_AFTER - at) / MINUTE);
  const found = `${Math.max(asked - left, 0)}`;
  return expectation(`${asked} minutes since the job was last seen`, found, `Try again in ${counted(left, "minute")}.`);
}

const either = (names: readonly string[]): string =>
  names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
