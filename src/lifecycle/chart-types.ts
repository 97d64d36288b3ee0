import type { UpdateName, Updates } from "./assign-actions.js";
import type { ChartEvent, InputOf } from "./events.js";
import type { GuardName, Guards } from "./guards.js";
import type {
  Effect,
  ExecutionStatus,
  ExecutionStatusIgnoredReason,
  ExecutionStatusRejectedReason,
  Grade,
  IgnoredReason,
  LifecycleIgnoredReason,
  LifecycleRejectedReason,
  Phase,
  RejectedReason,
  RequestState,
  Result,
  Source,
} from "./names.js";

/**
 * The shape of the chart. XState takes the chart as it is, but does not check a target or an event key; these types do,
 * and they let a guard or an update stand only where the event carries what it reads.
 */

type Takes<F, E extends ChartEvent> = F extends (first: never, input: infer Input, name: infer Name) => unknown
  ? [InputOf<E>, E] extends [Input, Name]
    ? true
    : false
  : true;

/** The guards that can judge event `E`. */
export type GuardFor<E extends ChartEvent> = {
  [G in GuardName]: Takes<Guards[G], E> extends true ? G : never;
}[GuardName];

/** The updates that can keep what event `E` brings. */
export type UpdateFor<E extends ChartEvent> = {
  [U in UpdateName]: Takes<Updates[U], E> extends true ? U : never;
}[UpdateName];

/** How well founded something is; what is documented, or inferred from what is, says where. */
export type Foundation =
  | {
      /** Documented, or inferred. */
      readonly grade: Exclude<Grade, "A">;
      /** Where, or from what. */
      readonly source: Source;
    }
  | {
      /** Assumed. */
      readonly grade: "A";
      /** There is none. */
      readonly source?: undefined;
    };

/** @inline */
interface EdgeFacts {
  /** One line for people: what this means. */
  readonly description: string;
  /** How well founded it is. */
  readonly meta: Foundation;
}

/** A way on: to `target`, or (without one) a change recorded in the same state. Updates first, then effects. */
interface Move<E extends ChartEvent> extends EdgeFacts {
  readonly guard?: GuardFor<E>;
  readonly target?: RequestState;
  readonly actions?: readonly (UpdateFor<E> | Effect)[];
}

/** Every callback stands behind the fence, so its guard is never left out. */
type CallbackMove<E extends ExecutionStatus> = Omit<Move<E>, "guard"> & {
  readonly guard: "isAwaited" | "isAwaitedWithRetriesLeft";
};

/** What a refusal does in the machine: nothing but say why, as an action of XState's with parameters. */
export type RefusalAction =
  | {
      /** The sender is right. */
      readonly type: "ignore";
      /** Why. */
      readonly params: {
        /** By name. */
        readonly reason: IgnoredReason;
      };
    }
  | {
      /** The sender is wrong. */
      readonly type: "reject";
      /** Why. */
      readonly params: {
        /** By name. */
        readonly reason: RejectedReason;
      };
    };

/** An event's own refusal: it stands before the moves that it keeps from happening. */
interface EventRefusal<E extends ChartEvent> extends EdgeFacts {
  readonly guard?: GuardFor<E>;
  readonly target?: undefined;
  readonly actions: readonly [
    | { readonly type: "ignore"; readonly params: { readonly reason: LifecycleIgnoredReason } }
    | { readonly type: "reject"; readonly params: { readonly reason: LifecycleRejectedReason } },
  ];
}

type EdgeOf<E extends ChartEvent> = E extends ExecutionStatus ? CallbackMove<E> : Move<E> | EventRefusal<E>;

/** The edges of a state, by event; of one event's edges the first whose guard holds is taken. */
type Edges = { readonly [E in ChartEvent]?: readonly EdgeOf<E>[] };

/** What is known of a state, whichever request is in it. */
export interface StateFacts {
  /** Oracle's numeric code of the state, 1 to 19, as in its history tables. */
  readonly code: number;
  /** Where in its life a request is that is in this state. */
  readonly phase: Phase;
}

interface LiveState {
  readonly description: string;
  readonly meta: StateFacts & { readonly terminal: false; readonly result: null };
  readonly entry?: readonly Effect[];
  readonly on: Edges;
}

interface TerminalState {
  readonly description: string;
  readonly type: "final";
  readonly meta: StateFacts & { readonly phase: "ended"; readonly terminal: true; readonly result: Result | null };
  readonly entry: readonly ["notifyEnded"];
  readonly on: Readonly<Record<string, never>>;
}

type ByKind<Ignored, Rejected> =
  | { readonly kind: "ignored"; readonly reason: Ignored; readonly httpStatus: 200 }
  | { readonly kind: "rejected"; readonly reason: Rejected; readonly httpStatus: 400 | 403 };

/**
 * Why a callback that no state took came to nothing; without a guard, because nothing else was said. With its `kind`, `reason` and
 * `httpStatus`, as in {@link ReasonFacts}.
 */
export type CallbackRefusal = ByKind<ExecutionStatusIgnoredReason, ExecutionStatusRejectedReason> &
  EdgeFacts & {
    /** What must hold for this to be the reason. */
    readonly guard?: GuardName;
  };

/** A reason that only lifecycle events meet; its guards stand on their edges. With its `kind`, `reason` and `httpStatus`, likewise. */
export type EventRefusalReason = ByKind<
  Exclude<LifecycleIgnoredReason, ExecutionStatusIgnoredReason>,
  Exclude<LifecycleRejectedReason, ExecutionStatusRejectedReason>
> &
  EdgeFacts;

/** The chart as written: every state, every reason. */
export interface ChartLiteral {
  readonly id: string;
  readonly initial: RequestState;
  readonly states: { readonly [S in RequestState]: LiveState | TerminalState };
  readonly on: Edges;
  readonly refusals: readonly CallbackRefusal[];
  readonly eventRefusals: readonly EventRefusalReason[];
}

/** One edge, as readers of the chart see it. */
export interface Edge extends EdgeFacts {
  /** What must hold; absent where nothing must. */
  readonly guard?: GuardName | undefined;
  /** The state that it leads to; absent where something is recorded in the same state, or refused. */
  readonly target?: RequestState | undefined;
  /** Record updates, then effects, in order; or a refusal alone. */
  readonly actions?: readonly (UpdateName | Effect | RefusalAction)[];
}

/** One state, as readers of the chart see it. */
export interface StateNode {
  /** One line for people: what this state means. */
  readonly description: string;
  /** XState's word for terminal. */
  readonly type?: "final";
  /** What is known of the state; `result` only where it is terminal, and for FINISHED not even there. */
  readonly meta: StateFacts & {
    /** Whether nothing leads out of it. */
    readonly terminal: boolean;
    /** What it means for whoever waited. */
    readonly result: Result | null;
  };
  /** What is owed on entering it, after the edge's own effects. */
  readonly entry?: readonly Effect[];
  /** The edges by event: of one event's, the first whose guard holds is taken. */
  readonly on: { readonly [E in ChartEvent]?: readonly Edge[] };
}

/** The chart, as readers see it: the lifecycle of a request as plain data. */
export interface Chart {
  /** The machine's id. */
  readonly id: string;
  /** Where a request begins that has to be validated. */
  readonly initial: RequestState;
  /** Every state with all that it takes. */
  readonly states: { readonly [S in RequestState]: StateNode };
  /** What every state does with an event that it does not take itself. */
  readonly on: StateNode["on"];
  /** In order: the first whose guard holds says why a callback that no state took came to nothing. */
  readonly refusals: readonly CallbackRefusal[];
  /** The reasons that only lifecycle events meet. */
  readonly eventRefusals: readonly EventRefusalReason[];
}
