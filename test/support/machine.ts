import {
  applyExecutionStatus,
  applyLifecycleEvent,
  EFFECTS,
  type Effect,
  type ExecutionStatusInput,
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
import { isExecutionStatus, isLifecycleEventName } from "../../src/lifecycle/names.js";
import type { Step } from "./arbitraries.js";

/** What an answer comes to, whoever gave it: the record, what is owed, and why not, if so. */
export interface Answer {
  readonly record: JobRequest;
  readonly effects: readonly Effect[];
  readonly refusal: string | undefined;
}

export const callbackEvent = ({ status, ...rest }: ExecutionStatusInput): RequestMachineEvent => ({
  type: status,
  ...rest,
});

export const eventOf = ({ callback, event }: Step): RequestMachineEvent => event ?? callbackEvent(callback);

/** An actor is for events of one's own: with a name that it knows, and a payload that fits. The types see to that. */
export const fitsMachine = ({ callback, event }: Step): boolean =>
  event === undefined
    ? isExecutionStatus(callback.status)
    : isLifecycleEventName(event.type) && parseLifecycleEvent(event).issues === undefined;

/** XState's answer: one step of the machine from a record's snapshot, which serves for many steps. */
export function machineAnswer(before: RequestSnapshot, event: RequestMachineEvent, machine = requestMachine): Answer {
  const [snapshot, actions] = transition(machine, before, event);
  const refusals = actions.filter(({ type }) => type === "reject" || type === "ignore");
  return {
    record: fromSnapshot(snapshot),
    effects: actions.map(({ type }) => type as Effect).filter((type) => EFFECTS.includes(type)),
    refusal: refusals.map(({ type, params }) => `${type} ${(params as { reason: string }).reason}`).join() || undefined,
  };
}

const VERBS = { ignored: "ignore", rejected: "reject" } as const;

/** The table's answer, to a callback or to an event. */
export const tableAnswer = (request: JobRequest, { callback, event }: Step): Answer =>
  answerOf(event === undefined ? applyExecutionStatus(request, callback) : applyLifecycleEvent(request, event));

/** The pure functions' answer in the same words. The machine has no word for an event that a state does not list. */
export function answerOf(outcome: Outcome): Answer {
  const refused = outcome.kind === "ignored" || outcome.kind === "rejected";
  const silent = refused && outcome.reason === "UNSUPPORTED_STATE";
  return {
    record: outcome.request,
    effects: outcome.effects,
    refusal: refused && !silent ? `${VERBS[outcome.kind]} ${outcome.reason}` : undefined,
  };
}
