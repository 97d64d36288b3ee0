import type { AssignActionName, AssignActions, CallbackAssignActionName } from "./assign-actions.js";
import type { ExecutionStatusInput, LifecycleEventOf } from "./events.js";
import type { GuardName, Guards } from "./guards.js";
import type { ChartEvent, Effect, ExecutionStatus, LifecycleEventName } from "./names.js";
import type { IgnoredReason, RejectedReason } from "./reasons.js";
import type { RequestState, TerminalState } from "./states.js";

/**
 * The shape of the chart. With `satisfies ChartLiteral` the compiler checks every state, event, target, guard and
 * action name, and that a guard or an assign action is used only where the event carries what it reads.
 */

/** The input of guards and assign actions for an event. */
export type InputOf<E extends ChartEvent> = E extends ExecutionStatus
  ? ExecutionStatusInput & { readonly status: E }
  : E extends LifecycleEventName
    ? LifecycleEventOf<E>
    : never;

/** The names of the functions whose second parameter accepts the input of event `E`. */
type UsableWith<E extends ChartEvent, Functions> = {
  [Name in keyof Functions]: Functions[Name] extends (first: never, input: infer Input) => unknown
    ? InputOf<E> extends Input
      ? Name
      : never
    : never;
}[keyof Functions];

/** The names of the functions that read only the record. */
type ReadsRecordOnly<Functions> = {
  [Name in keyof Functions]: Functions[Name] extends (request: never) => unknown ? Name : never;
}[keyof Functions];

/** The guard of all callbacks has checked their members, so those of their transitions read only the record. */
type GuardOf<E extends ChartEvent> = E extends ExecutionStatus ? ReadsRecordOnly<Guards> : UsableWith<E, Guards>;

type AssignActionOf<E extends ChartEvent> = E extends ExecutionStatus
  ? UsableWith<E, Pick<AssignActions, CallbackAssignActionName>>
  : UsableWith<E, AssignActions>;

/** To `target`, or recorded in the same state without one. Assign actions come first, then effects. */
interface ChangeLiteral<E extends ChartEvent> {
  readonly guard?: GuardOf<E>;
  readonly target?: RequestState;
  readonly actions?: readonly (AssignActionOf<E> | Effect)[];
  readonly ignore?: undefined;
  readonly reject?: undefined;
}

interface IgnoreLiteral<E extends ChartEvent> {
  readonly guard?: UsableWith<E, Guards>;
  readonly ignore: IgnoredReason;
  readonly reject?: undefined;
  readonly target?: undefined;
  readonly actions?: undefined;
}

interface RejectLiteral<E extends ChartEvent> {
  readonly guard?: UsableWith<E, Guards>;
  readonly reject: RejectedReason;
  readonly ignore?: undefined;
  readonly target?: undefined;
  readonly actions?: undefined;
}

type NoEffectLiteral<E extends ChartEvent> = IgnoreLiteral<E> | RejectLiteral<E>;

/** Why a callback has no effect is stated once, under `callbacks`. */
type TransitionLiteral<E extends ChartEvent> = E extends ExecutionStatus
  ? ChangeLiteral<E>
  : ChangeLiteral<E> | NoEffectLiteral<E>;

/** One transition, or a list of at least two. */
type OneOrMore<T> = T | readonly [T, T, ...T[]];
type On<Event extends ChartEvent = ChartEvent> = { readonly [E in Event]?: OneOrMore<TransitionLiteral<E>> };

interface ActiveState {
  readonly type?: undefined;
  readonly entry?: readonly Effect[];
  readonly on: On;
}

interface FinalState {
  readonly type: "final";
  readonly entry: readonly ["notifyEnded"];
}

/** The chart as it is written. */
export interface ChartLiteral {
  readonly id: string;
  readonly initial: RequestState;
  readonly callbacks: {
    readonly guard: UsableWith<ExecutionStatus, Guards>;
    readonly fallbacks: readonly NoEffectLiteral<ExecutionStatus>[];
  };
  readonly on: On<LifecycleEventName>;
  readonly states: { readonly [S in RequestState]: S extends TerminalState ? FinalState : ActiveState };
}

/** One transition of the chart, for code that reads all of them. */
export interface Transition {
  readonly guard?: GuardName;
  readonly target?: RequestState;
  readonly actions?: readonly (AssignActionName | Effect)[];
  readonly ignore?: IgnoredReason;
  readonly reject?: RejectedReason;
}

/** The transitions of a state by event, for code that reads all of them. */
export type Transitions = { readonly [E in ChartEvent]?: Transition | readonly Transition[] };

/** A state of the chart, for code that reads all of them. */
export interface StateLiteral {
  readonly type?: "final";
  readonly entry?: readonly Effect[];
  readonly on?: Transitions;
}
