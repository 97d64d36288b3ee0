import { UNREADABLE } from "../input/read.js";
import { PAYLOAD_VALIDATORS } from "../input/validators.js";
import { assignActions } from "../lifecycle/assign-actions.js";
import type { Transition } from "../lifecycle/chart-types.js";
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

interface EventTransition extends Omit<CompiledTransition, "assigns"> {
  readonly assignActions: readonly AssignAction[];
}

type Payload = { -readonly [Member in keyof EventPayload]?: unknown };

/** Copies one member of an event, and returns it. */
type Copy = (payload: Payload, event: Payload) => unknown;

/** One function for each member, since a read with a variable name is slower. */
const COPY: { readonly [Member in keyof EventPayload]-?: Copy } = {
  requestHandle: (payload, event) => (payload.requestHandle = event.requestHandle),
  at: (payload, event) => (payload.at = event.at),
  message: (payload, event) => (payload.message = event.message),
  result: (payload, event) => (payload.result = event.result),
  state: (payload, event) => (payload.state = event.state),
};

interface CompiledMember {
  readonly copy: Copy;
  readonly isValid: (value: unknown) => boolean;
  /** Why the event is rejected if the member is not valid. */
  readonly otherwise: NoEffect;
}

interface CompiledEvent {
  readonly members: readonly CompiledMember[];
  readonly states: readonly StateTransitions<EventTransition>[];
  /** The transitions of the root, for states that do not list the event. */
  readonly root: readonly EventTransition[];
}

/** A literal and no spread, as for callbacks. */
function compileTransition(transition: Transition): EventTransition {
  const { guard, noEffect, target, assigns, effects } = compile(transition);
  return {
    guard,
    noEffect,
    target,
    effects,
    assignActions: assigns.map((name) => assignActions[name] as AssignAction),
  };
}

const compileMember = (name: keyof EventPayload): CompiledMember => ({
  copy: COPY[name],
  isValid: PAYLOAD_VALIDATORS[name].isValid,
  otherwise: rejected(name === "requestHandle" ? "HANDLE_MISSING" : "INVALID_PAYLOAD"),
});

function compileLifecycleEvent(type: LifecycleEventName): CompiledEvent {
  const root = rootTransitions(type).map(compileTransition);
  const states = compileEvent(type, compileTransition).map(({ state, transitions }) => ({
    state,
    transitions: [...transitions, ...root],
  }));
  return { members: EVENT_PAYLOADS[type].map(compileMember), states, root };
}

/** A Map, since a name from outside must not find a member of a prototype. */
const EVENTS: ReadonlyMap<unknown, CompiledEvent> = new Map(
  LIFECYCLE_EVENTS.map((type) => [type, compileLifecycleEvent(type)]),
);

const UNKNOWN_EVENT = rejected("UNKNOWN_EVENT");
const UNSUPPORTED_STATE = rejected("UNSUPPORTED_STATE");

/** A literal with all members: all payloads share one hidden class. */
const emptyPayload = (): Payload => ({
  requestHandle: undefined,
  at: undefined,
  message: undefined,
  result: undefined,
  state: undefined,
});

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
  const compiled = EVENTS.get(readType(input));
  if (compiled === undefined) return withoutEffect(UNKNOWN_EVENT, request) as LifecycleOutcome;

  const transitions = transitionsIn(compiled.states, request.state) ?? compiled.root;
  if (transitions.length === 0) return withoutEffect(UNSUPPORTED_STATE, request) as LifecycleOutcome;

  const payload = emptyPayload();
  const invalid = readPayload(payload, compiled.members, input);
  if (invalid !== undefined) return withoutEffect(invalid, request) as LifecycleOutcome;
  return applyTransition(selectTransition(transitions, request, payload), request, payload);
}

function applyTransition(
  { noEffect, target, assignActions, effects }: EventTransition,
  request: JobRequest,
  payload: object,
): LifecycleOutcome {
  if (noEffect !== undefined) return withoutEffect(noEffect, request) as LifecycleOutcome;
  const next = copyRequest(request);
  for (const assign of assignActions) assign(next, payload);
  if (target === undefined) return { kind: "recorded", request: next, effects };
  next.state = target;
  return { kind: "transitioned", from: request.state, to: target, request: next, effects };
}

/** Reads the members of an event, each once. Returns why one of them is invalid; the handle comes first. */
function readPayload(
  payload: Payload,
  members: readonly CompiledMember[],
  input: LifecycleEvent,
): NoEffect | undefined {
  for (const { copy, isValid, otherwise } of members) {
    if (!isValid(tryCopy(copy, payload, input))) return otherwise;
  }
  return undefined;
}

function readType(input: LifecycleEvent): unknown {
  try {
    if (typeof input === "object") return input.type;
  } catch {}
}

function tryCopy(copy: Copy, payload: Payload, input: LifecycleEvent): unknown {
  try {
    return copy(payload, input as never);
  } catch {
    return UNREADABLE;
  }
}
