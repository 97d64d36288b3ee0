import {
  and,
  assign,
  type EventObject,
  type MetaObject,
  or,
  type SnapshotFrom,
  type StateMachine,
  setup,
  stateIn,
} from "xstate";
// The main entry is a separate file in the package: its exports are imported from it, not bundled again.
import {
  type AnnotatedTransitions,
  type AssignActionName,
  type ChartGuardName,
  chart,
  createRequest,
  type Effect,
  EXECUTION_STATUSES,
  type ExecutionStatus,
  type ExecutionStatusInput,
  type IgnoredReason,
  isExecutionStatus,
  isTerminal,
  type JobRequest,
  type LifecycleEvent,
  type NewRequest,
  REQUEST_STATES,
  type RejectedReason,
  type RequestContext,
  type RequestState,
} from "../index.js";
import { assignActions } from "../lifecycle/assign-actions.js";
import { guards } from "../lifecycle/guards.js";
import { type ContextDraft, copyRequest, NEW_REQUEST } from "../lifecycle/job-request.js";
import { mapValues } from "../lifecycle/map-values.js";

/**
 * A callback as an event of the machine: the status is the type of the event. One type per status, so that XState and
 * `Extract` find each by its name.
 */
export type CallbackEvent = {
  [Status in ExecutionStatus]: {
    /** The status. */
    readonly type: Status;
  } & Omit<ExecutionStatusInput, "status">;
}[ExecutionStatus];

/**
 * The events of the machine. Check the type of an event from outside with `isExecutionStatus` or
 * `isLifecycleEventName` before you send it: XState has event types of its own, and some of them stop an actor.
 */
export type RequestMachineEvent = CallbackEvent | LifecycleEvent;

/**
 * The input of an actor that begins in PENDING_VALIDATION. The id is a string: the inspector cannot show a bigint.
 * An actor with neither this input nor a snapshot has no id, so its record is not well formed.
 */
export type RequestMachineInput = {
  /** Oracle's int64 id in decimal. */
  readonly requestId: string;
} & Pick<NewRequest, "retries">;

type Named<Name> = Name extends string ? { type: Name; params: unknown } : never;

/** The actions of the machine: assign actions and effects by name, and the two of transitions without effect. */
export type RequestAction =
  | Named<AssignActionName | Effect>
  | { type: "ignore"; params: { readonly reason: IgnoredReason } }
  | { type: "reject"; params: { readonly reason: RejectedReason } };

/** The guards of the machine by name. */
export type RequestGuard = Named<ChartGuardName>;

/** The type of the machine. It is spelled out, since the type that XState infers compiles only against one release. */
export type RequestMachine = StateMachine<
  RequestContext,
  RequestMachineEvent,
  // biome-ignore lint/complexity/noBannedTypes: XState's type for "no children".
  {},
  never,
  RequestAction,
  RequestGuard,
  never,
  RequestState,
  string,
  RequestMachineInput | undefined,
  JobRequest,
  EventObject,
  MetaObject,
  // biome-ignore lint/complexity/noBannedTypes: XState's type for a state without further facts.
  { id: "request"; states: { [S in RequestState]: {} } }
>;

/** A snapshot of the machine. Do not store it: store the record that {@link fromSnapshot} returns. */
export type RequestSnapshot = SnapshotFrom<RequestMachine>;

interface GuardArgs {
  readonly context: JobRequest;
  readonly event: RequestMachineEvent;
}

/** The input of guards and assign actions: a callback has its status as `status`, not as `type`. */
const inputOf = (event: RequestMachineEvent): object =>
  isExecutionStatus(event.type) ? { ...event, status: event.type } : event;

type Guard = (request: JobRequest, input: object) => boolean;
type AssignAction = (draft: ContextDraft, input: object) => void;

const fencingGuard = chart.callbacks.guard;
const combinedGuards = Object.keys(guards).map((name) => [`${fencingGuard} and ${name}`, and([fencingGuard, name])]);

const machineGuards = {
  ...mapValues(guards as Record<keyof typeof guards, Guard>, (guard) => ({ context, event }: GuardArgs) => {
    return guard(context, inputOf(event));
  }),
  ...Object.fromEntries(combinedGuards),
  // The context has no state: ask XState.
  hasEnded: or(REQUEST_STATES.filter(isTerminal).map((state) => stateIn(state))),
};

const machineActions = mapValues(assignActions as Record<AssignActionName, AssignAction>, (assignAction) =>
  assign(({ context, event }: GuardArgs) => {
    const next = { ...context };
    assignAction(next, inputOf(event));
    return next;
  }),
);

function contextOf(request: JobRequest): RequestContext {
  const { state: _, ...context } = copyRequest(request);
  return context;
}

/** The type of an event is one of the eight statuses here, so the fallback for unknown ones is left out. */
const fallbacks = chart.callbacks.fallbacks.filter(({ guard }) => guard !== "isUnknownStatus");
const rootTransitions: AnnotatedTransitions = {
  ...chart.on,
  ...Object.fromEntries(EXECUTION_STATUSES.map((status) => [status, fallbacks])),
};

/** The output of the machine is the final record. */
const stateNode = (state: RequestState) => {
  if (!isTerminal(state)) return chart.states[state];
  return {
    ...chart.states[state],
    output: ({ context }: { readonly context: RequestContext }) => copyRequest({ ...context, state }),
  };
};

// XState's types do not accept a configuration with computed names. The chart's own type has checked every name.
const config: unknown = {
  id: chart.id,
  initial: chart.initial,
  // XState also calls this without input, when it takes a step from a snapshot.
  context: ({ input }: { readonly input?: RequestMachineInput }) =>
    contextOf(input === undefined ? NEW_REQUEST : createRequest(input)),
  on: rootTransitions,
  states: Object.fromEntries(REQUEST_STATES.map((state) => [state, stateNode(state)])),
  output: ({ event }: { readonly event: { readonly output: JobRequest } }) => event.output,
};

/**
 * The lifecycle of a job request as an XState machine. Its context is the record without `state`, its output the final
 * record, and its actions have the names of the effects: implement them with `provide`.
 *
 * Create an actor from `toSnapshot(record)`, or from `input` in PENDING_VALIDATION. An actor stops at a terminal state
 * and receives nothing afterwards; `transition()` and the pure functions still answer.
 */
export const requestMachine = setup({
  guards: machineGuards,
  // The effects, `ignore` and `reject` have no implementation here.
  actions: machineActions,
} as never).createMachine(config as never) as unknown as RequestMachine;

/**
 * Returns the snapshot of a record: `createActor(requestMachine, { snapshot: toSnapshot(record) })`.
 *
 * @param request the record as stored
 */
export const toSnapshot = (request: JobRequest): RequestSnapshot =>
  requestMachine.resolveState({
    value: request.state,
    context: contextOf(request),
    ...(isTerminal(request.state) && { output: copyRequest(request) }),
  });

/**
 * Returns the record of a snapshot. Store the record, not the snapshot: the shape of XState's snapshots has changed
 * between releases.
 *
 * @param snapshot the snapshot of an actor, or of `transition()`
 * @returns the record, as the pure functions take it
 */
export const fromSnapshot = (snapshot: Pick<RequestSnapshot, "value" | "context">): JobRequest =>
  copyRequest({ ...snapshot.context, state: snapshot.value });
