import {
  applyExecutionStatus,
  applyLifecycleEvent,
  EFFECTS,
  type Effect,
  type ExecutionStatusInput,
  isAccepted,
  isExecutionStatus,
  type JobRequest,
  type Outcome,
  parseLifecycleEvent,
} from "ess-request-machine";
import {
  fromSnapshot,
  type RequestMachineEvent,
  type RequestSnapshot,
  requestMachine,
} from "ess-request-machine/machine";
import { transition } from "xstate";
import type { Step } from "./arbitraries.js";

/** An outcome in a form that the machine and the pure functions share. */
export interface Answer {
  readonly record: JobRequest;
  readonly effects: readonly Effect[];
  /** `ignore` or `reject` with the reason. */
  readonly reason: string | undefined;
}

export const callbackEvent = ({ status, ...rest }: ExecutionStatusInput): RequestMachineEvent => ({
  type: status,
  ...rest,
});

export const eventOf = ({ callback, event }: Step): RequestMachineEvent => event ?? callbackEvent(callback);

/** The types of the machine exclude unknown names and invalid payloads. */
export const fitsMachine = ({ callback, event }: Step): boolean =>
  event === undefined ? isExecutionStatus(callback.status) : parseLifecycleEvent(event).issues === undefined;

/** Takes one step of the machine from the snapshot of a record. */
export function machineAnswer(before: RequestSnapshot, event: RequestMachineEvent, machine = requestMachine): Answer {
  const [snapshot, actions] = transition(machine, before, event);
  const reasons = actions.filter(({ type }) => type === "reject" || type === "ignore");
  return {
    record: fromSnapshot(snapshot),
    effects: actions.map(({ type }) => type as Effect).filter((type) => EFFECTS.includes(type)),
    reason: reasons.map(({ type, params }) => `${type} ${(params as { reason: string }).reason}`).join() || undefined,
  };
}

const VERBS = { ignored: "ignore", rejected: "reject" } as const;

/** Applies a callback or an event with the pure functions. */
export const tableAnswer = (request: JobRequest, { callback, event }: Step): Answer =>
  answerOf(event === undefined ? applyExecutionStatus(request, callback) : applyLifecycleEvent(request, event));

/** The machine has no action for an event that a state does not list, so UNSUPPORTED_STATE is left out. */
export function answerOf(outcome: Outcome): Answer {
  const { request: record, effects } = outcome;
  const isShown = !isAccepted(outcome) && outcome.reason !== "UNSUPPORTED_STATE";
  return { record, effects, reason: isShown ? `${VERBS[outcome.kind]} ${outcome.reason}` : undefined };
}
