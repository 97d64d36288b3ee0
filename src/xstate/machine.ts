/**
 * The chart as an XState machine: to look at, to run as an actor, to extend with bodies for its effects. Needs xstate.
 *
 *
 */

import { type ActionArgs, type ActorLogic, assign, or, type Snapshot, setup, stateIn } from "xstate";
// From the entry, and not each from its own module: so all that the entries share is in one file of the package, and to
// import the main entry takes two files instead of four.
import {
  chart,
  createRequest,
  type Effect,
  type ExecutionStatus,
  type ExecutionStatusInput,
  type IgnoredReason,
  isTerminal,
  type JobRequest,
  type LifecycleEvent,
  type NewRequest,
  REQUEST_STATES,
  type RejectedReason,
  type RequestState,
} from "../index.js";
import { updates } from "../lifecycle/assign-actions.js";
import { EVERYWHERE } from "../lifecycle/facts.js";
import { guards } from "../lifecycle/guards.js";
import { copyRequest, type RequestContext, UNSTARTED } from "../lifecycle/job-request.js";
import { isExecutionStatus } from "../lifecycle/names.js";

/** A callback as an event of the machine: the status is the event's type. */
export type CallbackEvent = {
  /** The status. */
  readonly type: ExecutionStatus;
} & Omit<ExecutionStatusInput, "status">;

/**
 * What an actor hears. Check a type from outside against EXECUTION_STATUSES and LIFECYCLE_EVENTS before it is sent:
 * XState has event types of its own, and some of them stop an actor.
 */
export type RequestMachineEvent = CallbackEvent | LifecycleEvent;

/**
 * What an actor begins with when it begins in PENDING_VALIDATION. The id is a string, as the inspector can show no bigint.
 * An actor that is given neither this nor a snapshot has no id: its record is not well formed.
 */
export type RequestMachineInput = {
  /** Oracle's int64 id, in decimal. */
  readonly requestId: string;
} & Pick<NewRequest, "retries">;

/** XState's snapshot of a request. Do not persist it: {@link fromSnapshot} gives the record. */
export type RequestSnapshot = Snapshot<undefined> & {
  /** The state. */
  readonly value: RequestState;
  /** The record without its state. */
  readonly context: RequestContext;
  /** Whether the request is in that state. */
  matches(state: RequestState): boolean;
  /** Whether the event does anything: being ignored or rejected for a reason counts, as it has an action. */
  can(event: RequestMachineEvent): boolean;
};

type EffectArgs = ActionArgs<RequestContext, RequestMachineEvent, RequestMachineEvent>;

/**
 * Bodies for the machine's actions: one for each effect, and two that hear why something came to nothing. `args` is what XState gives
 * an action: `{ context, event, self, system }`.
 */
export type RequestActions = {
  readonly [E in Effect]?: (args: EffectArgs) => void;
} & {
  /** Hears why something from the right sender changed nothing. */
  readonly ignore?: (args: EffectArgs, params: { readonly reason: IgnoredReason }) => void;
  /** Hears why something was refused. */
  readonly reject?: (args: EffectArgs, params: { readonly reason: RejectedReason }) => void;
};

/**
 * The machine's type. Declared by hand, because what XState infers compiles only against the release that inferred it.
 * Events whose name is not known or whose payload does not fit are the pure functions' business; the types keep them out.
 */
export interface RequestMachine
  extends ActorLogic<RequestSnapshot, RequestMachineEvent, RequestMachineInput | undefined> {
  /** The chart's id. */
  readonly id: string;
  /** The machine with bodies for its effects, as XState's `provide` gives it. */
  provide(implementations: { readonly actions: RequestActions }): RequestMachine;
  /** A snapshot of a state and the rest of a record; {@link toSnapshot} makes one of a whole record. */
  resolveState(config: { readonly value: RequestState; readonly context: RequestContext }): RequestSnapshot;
}

interface Heard {
  readonly context: JobRequest;
  readonly event: RequestMachineEvent;
}

/** What guards are given: a callback has its `status` there, an event its `type`. */
const inputOf = (event: RequestMachineEvent) =>
  isExecutionStatus(event.type) ? { ...event, status: event.type } : event;

const mapValues = <Name extends string, From, To>(record: Record<Name, From>, map: (value: From) => To) =>
  Object.fromEntries(Object.entries<From>(record).map(([name, value]) => [name, map(value)])) as Record<Name, To>;

type Guard = (request: JobRequest, input: object) => boolean;
type Update = (next: object, input: object, name: string) => void;

/** The context has no state, so the one guard that asks for it asks XState. */
const machineGuards = {
  ...mapValues(
    guards as Record<keyof typeof guards, Guard>,
    (guard) =>
      ({ context, event }: Heard) =>
        guard(context, inputOf(event)),
  ),
  hasEnded: or(REQUEST_STATES.filter(isTerminal).map((state) => stateIn(state))),
};

const machineUpdates = mapValues(updates as Record<keyof typeof updates, Update>, (update) =>
  assign(({ context, event }: Heard) => {
    const next = { ...context };
    update(next, event, event.type);
    return next;
  }),
);

function contextOf(request: JobRequest): RequestContext {
  const { state: _, ...context } = copyRequest(request);
  return context;
}

// XState's own types do not take a machine whose names come from data; the chart's types have checked them all.
const config: unknown = {
  id: chart.id,
  initial: chart.initial,
  // XState calls this without input as well, when it takes a step from a snapshot: it must not throw then.
  context: ({ input }: { input?: RequestMachineInput }) =>
    contextOf(input === undefined ? UNSTARTED : createRequest(input)),
  // A state that takes the callback is deeper and wins. No type that is not one of the eight comes this far.
  on: EVERYWHERE,
  states: chart.states,
};

/**
 * The lifecycle of a job request as an XState machine. Its context is the record without `state`; its actions are the
 * effects, by name. Begin an actor from `toSnapshot(record)`, or from `input` in PENDING_VALIDATION.
 *
 * A running actor stops at a terminal state and hears nothing more; `transition()` and the pure functions still answer.
 */
export const requestMachine = setup({
  guards: machineGuards,
  // Effects, `ignore` and `reject` have no bodies here: `provide` gives them some.
  actions: machineUpdates,
} as never).createMachine(config as never) as unknown as RequestMachine;

/**
 * Carries a record to an actor: `createActor(requestMachine, { snapshot: toSnapshot(record) })`.
 *
 * @param request the record as it is stored
 */
export const toSnapshot = (request: JobRequest): RequestSnapshot =>
  requestMachine.resolveState({ value: request.state, context: contextOf(request) });

/**
 * Carries a record back. Persist this, not the snapshot: XState's snapshots have changed shape between releases.
 *
 * @param snapshot as `actor.getSnapshot()` gives it
 * @returns the record, as the pure functions take it
 */
export const fromSnapshot = (snapshot: Pick<RequestSnapshot, "value" | "context">): JobRequest =>
  copyRequest({ ...snapshot.context, state: snapshot.value });
