import { type AssignActionName, FIXED_FIELDS, MESSAGE_FIELDS, messageOf } from "../lifecycle/assign-actions.js";
import { chart } from "../lifecycle/chart.js";
import type { Transition } from "../lifecycle/chart-types.js";
import type { ExecutionStatusInput } from "../lifecycle/events.js";
import { guards } from "../lifecycle/guards.js";
import { copyRequest, type JobRequest } from "../lifecycle/job-request.js";
import { EXECUTION_STATUSES, type ExecutionStatus, type FinalStatus } from "../lifecycle/names.js";
import {
  assertRequest,
  type CompiledTransition,
  compile,
  compileEvent,
  type Guard,
  type NoEffect,
  rejected,
  type StateTransitions,
  selectTransition,
  transitionsIn,
  withoutEffect,
} from "./compile.js";
import type { ExecutionStatusOutcome } from "./outcome.js";

/** A compiled transition of a callback. Its assign actions are fields instead of functions, which is faster. */
interface CallbackTransition extends Omit<CompiledTransition, "noEffect" | "assigns"> {
  readonly reportedStatus: FinalStatus | null;
  readonly executableState: JobRequest["executableState"];
  readonly errorType: JobRequest["errorType"];
  /** The field that takes the message; undefined if the message is ignored. */
  readonly messageField: "message" | "update" | "pausedState" | undefined;
}

const NOTHING_FIXED = { executableState: null, errorType: null };

/** A literal and no spread: all transitions then share one hidden class, which takes a third off the time. */
function compileCallback(transition: Transition, status: ExecutionStatus): CallbackTransition {
  const { guard, target, assigns, effects } = compile(transition);
  const fieldsOf = <Table extends object>(table: Table) =>
    assigns.filter((name) => Object.hasOwn(table, name)).map((name) => table[name as AssignActionName & keyof Table]);
  const fixed: Pick<CallbackTransition, "executableState" | "errorType"> = Object.assign(
    {},
    NOTHING_FIXED,
    ...fieldsOf(FIXED_FIELDS),
  );
  return {
    guard,
    target,
    effects,
    reportedStatus: assigns.includes("setReport") ? (status as FinalStatus) : null,
    executableState: fixed.executableState,
    errorType: fixed.errorType,
    messageField: fieldsOf(MESSAGE_FIELDS)[0],
  };
}

/** A Map, since a status from outside must not find a member of a prototype. */
const STATUSES: ReadonlyMap<unknown, readonly StateTransitions<CallbackTransition>[]> = new Map(
  EXECUTION_STATUSES.map((status) => [
    status,
    compileEvent(status, (transition) => compileCallback(transition, status)),
  ]),
);

const mayReport = guards[chart.callbacks.guard];
const UNKNOWN_STATUS = rejected("UNKNOWN_STATUS");

/**
 * Applies a callback of a job to its request. Idempotent under at-least-once delivery: a duplicate or late callback is
 * ignored.
 *
 * Neither argument is changed. If the callback is accepted, first store `outcome.request` together with
 * `outcome.effects`, then perform the effects. Otherwise `outcome.request` is the same object as `request`, and
 * {@link OUTCOME_REASONS} explains the reason.
 *
 * Source: REST API, executionStatus.
 *
 * @param request the record as stored
 * @param input the callback. Bad input never throws: anything but an object is an unknown status, and a member that
 * cannot be read counts as missing
 * @throws TypeError if there is no record, which is a mistake of the caller
 */
export function applyExecutionStatus(request: JobRequest, input: ExecutionStatusInput): ExecutionStatusOutcome {
  assertRequest(request, "applyExecutionStatus");
  const status = readStatus(input);
  const states = STATUSES.get(status);
  if (states === undefined) return withoutEffect(UNKNOWN_STATUS, request) as ExecutionStatusOutcome;

  const requestHandle = readHandle(input);
  // Checked once here, not by the guards of the transitions: those of a callback read only the record.
  if (mayReport(request, { requestHandle })) {
    const transitions = transitionsIn(states, request.state);
    if (transitions !== undefined)
      return applyTransition(selectTransition(transitions, request, input), request, input);
  }
  const { noEffect } = selectFallback(request, { requestHandle, status });
  return withoutEffect(noEffect, request) as ExecutionStatusOutcome;
}

type Fallback = CompiledTransition & { readonly noEffect: NoEffect };
type GuardedFallback = Fallback & { readonly guard: Guard };
type Six<T> = [T, T, T, T, T, T];

/** By the time these are tried, the status is known to be valid. */
const FALLBACKS = chart.callbacks.fallbacks
  .map(compile)
  .filter(({ noEffect }) => noEffect?.reason !== "UNKNOWN_STATUS") as [...Six<GuardedFallback>, ...Fallback[]];
const LAST_FALLBACKS = FALLBACKS.slice(6);

/**
 * The same as `selectTransition`. A call for each guard instead of a loop lets the engine inline them, which takes a
 * third off the time of an ignored callback. Any number of fallbacks is possible: a loop tries the last ones.
 */
function selectFallback(request: JobRequest, callback: object): Fallback {
  if (FALLBACKS[0].guard(request, callback)) return FALLBACKS[0];
  if (FALLBACKS[1].guard(request, callback)) return FALLBACKS[1];
  if (FALLBACKS[2].guard(request, callback)) return FALLBACKS[2];
  if (FALLBACKS[3].guard(request, callback)) return FALLBACKS[3];
  if (FALLBACKS[4].guard(request, callback)) return FALLBACKS[4];
  if (FALLBACKS[5].guard(request, callback)) return FALLBACKS[5];
  return selectTransition(LAST_FALLBACKS, request, callback);
}

function applyTransition(
  { target, reportedStatus, executableState, errorType, messageField, effects }: CallbackTransition,
  request: JobRequest,
  input: ExecutionStatusInput,
): ExecutionStatusOutcome {
  const next = copyRequest(request);
  next.reportedStatus = reportedStatus;
  if (messageField !== undefined) {
    const message = readMessage(input);
    if (messageField === "message") next.message = message;
    else if (messageField === "update") next.update = message;
    else next.pausedState = message;
  }
  if (executableState !== null) next.executableState = executableState;
  if (errorType !== null) next.errorType = errorType;
  if (target === undefined) return { kind: "recorded", request: next, effects };
  next.state = target;
  return { kind: "transitioned", from: request.state, to: target, request: next, effects };
}

// Each member is read at most once. One function for each, since a read with a variable name is slower. A member that
// cannot be read counts as missing.

function readStatus(input: ExecutionStatusInput): unknown {
  try {
    if (typeof input === "object") return input.status;
  } catch {}
}

function readHandle(input: ExecutionStatusInput): unknown {
  try {
    return input.requestHandle;
  } catch {}
}

function readMessage(input: ExecutionStatusInput): string | null {
  try {
    return messageOf(input);
  } catch {
    return null;
  }
}
