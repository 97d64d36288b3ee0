import { readMember } from "../input/read.js";
import { PAYLOAD_VALIDATORS } from "../input/validators.js";
import { assignActions } from "../lifecycle/assign-actions.js";
import { EVENT_PAYLOADS, type EventPayload, type LifecycleEvent } from "../lifecycle/events.js";
import { copyRequest, type JobRequest } from "../lifecycle/job-request.js";
import { LIFECYCLE_EVENTS, type LifecycleEventName } from "../lifecycle/names.js";
import { rootTransitions } from "../lifecycle/transitions.js";
import {
  type AssignAction,
  assertRequest,
  type CompiledTransition,
  compile,
  compileEvent,
  type NoEffect,
  rejected,
  type StateTransitions,
  selectTransition,
  transitionsIn,
  withoutEffect,
} from "./compile.js";
import type { LifecycleOutcome } from "./outcome.js";

interface CompiledEvent {
  readonly type: LifecycleEventName;
  readonly members: readonly (keyof EventPayload)[];
  readonly states: readonly StateTransitions<CompiledTransition>[];
  /** The transitions of the root, for states that do not list the event. */
  readonly root: readonly CompiledTransition[];
}

function compileLifecycleEvent(type: LifecycleEventName): CompiledEvent {
  const root = rootTransitions(type).map(compile);
  const states = compileEvent(type, compile).map(({ state, transitions }) => ({
    state,
    transitions: [...transitions, ...root],
  }));
  return { type, members: EVENT_PAYLOADS[type], states, root };
}

/** A Map, since a name from outside must not find a member of a prototype. */
const EVENTS: ReadonlyMap<unknown, CompiledEvent> = new Map(
  LIFECYCLE_EVENTS.map((type) => [type, compileLifecycleEvent(type)]),
);

const UNKNOWN_EVENT = rejected("UNKNOWN_EVENT");
const UNSUPPORTED_STATE = rejected("UNSUPPORTED_STATE");
const HANDLE_MISSING = rejected("HANDLE_MISSING");
const INVALID_PAYLOAD = rejected("INVALID_PAYLOAD");

/**
 * Applies an event of the scheduler, the operator or (`checkIn`) the job to a request. Neither argument is changed.
 * Handle the outcome like that of {@link applyExecutionStatus}.
 *
 * Sources: REST API, cancel, forceCancel, hold, release and checkInCancelling; Java API, `State`.
 *
 * @param request the record as stored
 * @param input the event. Time is part of it (`at`), since the library has no clock. Bad input never throws: anything
 * but an object is an unknown event, and a member that cannot be read counts as missing
 * @throws TypeError if there is no record, which is a mistake of the caller
 */
export function applyLifecycleEvent(request: JobRequest, input: LifecycleEvent): LifecycleOutcome {
  assertRequest(request, "applyLifecycleEvent");
  const compiled = EVENTS.get(readMember(input, "type"));
  if (compiled === undefined) return withoutEffect(UNKNOWN_EVENT, request) as LifecycleOutcome;

  const transitions = transitionsIn(compiled.states, request.state) ?? compiled.root;
  if (transitions.length === 0) return withoutEffect(UNSUPPORTED_STATE, request) as LifecycleOutcome;

  const payload: Partial<Record<keyof EventPayload, unknown>> = {};
  const invalid = readPayload(payload, compiled.members, input);
  if (invalid !== undefined) return withoutEffect(invalid, request) as LifecycleOutcome;
  return applyTransition(selectTransition(transitions, request, payload), request, payload);
}

function applyTransition(
  { noEffect, target, assigns, effects }: CompiledTransition,
  request: JobRequest,
  payload: object,
): LifecycleOutcome {
  if (noEffect !== undefined) return withoutEffect(noEffect, request) as LifecycleOutcome;
  const next = copyRequest(request);
  for (const name of assigns) (assignActions[name] as AssignAction)(next, payload);
  if (target === undefined) return { kind: "recorded", request: next, effects };
  next.state = target;
  return { kind: "transitioned", from: request.state, to: target, request: next, effects };
}

/** Reads the members of an event, each once. Returns why one of them is invalid; the handle comes first. */
function readPayload(
  payload: Partial<Record<keyof EventPayload, unknown>>,
  members: readonly (keyof EventPayload)[],
  input: LifecycleEvent,
): NoEffect | undefined {
  for (const member of members) {
    const value = readMember(input, member);
    if (!PAYLOAD_VALIDATORS[member].isValid(value))
      return member === "requestHandle" ? HANDLE_MISSING : INVALID_PAYLOAD;
    payload[member] = value;
  }
  return undefined;
}
