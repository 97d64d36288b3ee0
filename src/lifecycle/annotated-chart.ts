import type { Annotation } from "./annotation-types.js";
import { annotations, rootAnnotations, stateDescriptions } from "./annotations.js";
import type { AssignActionName } from "./assign-actions.js";
import { chart as plainChart } from "./chart.js";
import type { StateLiteral, Transition, Transitions } from "./chart-types.js";
import type { GuardName } from "./guards.js";
import { lazy } from "./lazy.js";
import { mapValues } from "./map-values.js";
import { type ChartEvent, type Effect, isExecutionStatus } from "./names.js";
import {
  type IgnoredReason,
  OUTCOME_REASONS,
  type OutcomeReason,
  type Provenance,
  type RejectedReason,
  type Source,
} from "./reasons.js";
import { type Phase, type RequestState, type Result, STATES } from "./states.js";
import { listOf } from "./transitions.js";

/**
 * The chart with its annotations, in XState's format: for the machine, the inspector, diagrams and documentation. The
 * pure functions do not import this file, so that a bundle without these users carries no descriptions.
 */

/** Where a transition or reason comes from. */
export interface TransitionMeta {
  /** Documented by Oracle, inferred from what is documented, or assumed by this library. */
  readonly provenance: Provenance;
  /** Where Oracle documents it, or what it is inferred from; absent when it is assumed. */
  readonly source?: Source;
}

/** The action of a transition without effect, with the reason as its parameter. */
export type NoEffectAction =
  | {
      /** The sender is legitimate, but the request has moved on. */
      readonly type: "ignore";
      /** The parameters of the action. */
      readonly params: {
        /** Why. */
        readonly reason: IgnoredReason;
      };
    }
  | {
      /** The sender is wrong. */
      readonly type: "reject";
      /** The parameters of the action. */
      readonly params: {
        /** Why. */
        readonly reason: RejectedReason;
      };
    };

/** The name of a guard in the machine. The transitions of callbacks combine the fencing guard with their own. */
export type ChartGuardName = GuardName | `${typeof plainChart.callbacks.guard} and ${GuardName}`;

/** One transition with its annotation. */
export interface AnnotatedTransition {
  /** The guard that must pass; absent if there is none. */
  readonly guard?: ChartGuardName;
  /** The next state; absent if the event is recorded in the same state or has no effect. */
  readonly target?: RequestState;
  /** Assign actions, then effects; or the one action of a transition without effect. */
  readonly actions?: readonly (AssignActionName | Effect | NoEffectAction)[];
  /** The meaning of the transition, in one line. */
  readonly description: string;
  /** Where it comes from. */
  readonly meta: TransitionMeta;
}

/** The transitions by event. If there are several, the first one with a passing guard is taken. */
export type AnnotatedTransitions = { readonly [E in ChartEvent]?: readonly AnnotatedTransition[] };

/** One state with its transitions. */
export interface AnnotatedState {
  /** The meaning of the state, in one line. */
  readonly description: string;
  /** XState's mark of a terminal state. */
  readonly type?: "final";
  /** The facts about the state. */
  readonly meta: {
    /** Oracle's number for the state. */
    readonly code: number;
    /** Where in its lifecycle a request in this state is. */
    readonly phase: Phase;
    /** Whether no transition leaves the state. */
    readonly terminal: boolean;
    /** The result of a terminal state; null for FINISHED, whose children have the results. */
    readonly result: Result | null;
  };
  /** The effects of entering the state, after those of the transition. */
  readonly entry?: readonly Effect[];
  /** The transitions that leave the state or are recorded in it. */
  readonly on: AnnotatedTransitions;
}

/** The lifecycle as plain data. */
export interface Chart {
  /** The id of the machine. */
  readonly id: string;
  /** The state of a request that must be validated. */
  readonly initial: RequestState;
  /** The states by name. */
  readonly states: { readonly [S in RequestState]: AnnotatedState };
  /** The transitions of every state, after its own. */
  readonly on: AnnotatedTransitions;
  /** Fencing. */
  readonly callbacks: {
    /** The guard of every transition of a callback. */
    readonly guard: GuardName;
    /** Why any other callback has no effect: the first one with a passing guard. */
    readonly fallbacks: readonly AnnotatedTransition[];
  };
}

type EventAnnotations = Annotation | { readonly [guard: string]: Annotation };

function actionsOf({ actions, ignore, reject }: Transition): AnnotatedTransition["actions"] {
  if (ignore !== undefined) return [{ type: "ignore", params: { reason: ignore } }];
  return reject === undefined ? actions : [{ type: "reject", params: { reason: reject } }];
}

/** A callback must also pass the fencing guard, under a name that the inspector can show. */
function guardOf(event: string, guard: GuardName | undefined): ChartGuardName | undefined {
  if (!isExecutionStatus(event)) return guard;
  const fencing = plainChart.callbacks.guard;
  return guard === undefined ? fencing : `${fencing} and ${guard}`;
}

function annotate(
  transition: Transition,
  guard: ChartGuardName | undefined,
  { description, provenance, source }: Annotation,
): AnnotatedTransition {
  const actions = actionsOf(transition);
  return {
    ...(guard && { guard }),
    ...(transition.target && { target: transition.target }),
    ...(actions && { actions }),
    description,
    meta: { provenance, ...(source && { source }) },
  };
}

const isSingle = (annotation: EventAnnotations): annotation is Annotation => "provenance" in annotation;

const annotationFor = ({ guard }: Transition, annotation: EventAnnotations): Annotation =>
  isSingle(annotation) ? annotation : (annotation[guard ?? "otherwise"] as Annotation);

const annotateAll = (
  on: Transitions,
  ofEvents: { readonly [event: string]: EventAnnotations } = {},
): AnnotatedTransitions =>
  mapValues(on as { readonly [event: string]: Transition | readonly Transition[] }, (transitions, event) =>
    listOf(transitions).map((transition) =>
      annotate(transition, guardOf(event, transition.guard), annotationFor(transition, ofEvents[event]!)),
    ),
  );

const annotateState = ({ state, ...meta }: (typeof STATES)[number]): [RequestState, AnnotatedState] => {
  const { on = {}, ...node }: StateLiteral = plainChart.states[state];
  const ofEvents = (annotations as { readonly [S in RequestState]?: Parameters<typeof annotateAll>[1] })[state];
  return [state, { description: stateDescriptions[state], ...node, meta, on: annotateAll(on, ofEvents) }];
};

/** A fallback is described by the message of its reason. */
const annotateFallback = (fallback: Transition): AnnotatedTransition => {
  const { message, ...reason } = OUTCOME_REASONS[(fallback.ignore ?? fallback.reject) as OutcomeReason];
  return annotate(fallback, fallback.guard, { description: message, ...reason });
};

// Joined lazily: most programs never read the annotated chart, and joining it costs a third of the import time.
const states = lazy(() => Object.fromEntries(STATES.map(annotateState)) as Chart["states"]);
const on = lazy(() => annotateAll(plainChart.on, rootAnnotations));
const fallbacks = lazy(() => plainChart.callbacks.fallbacks.map(annotateFallback));

/** The lifecycle as plain data: every state and transition, with what it means and where it comes from. */
export const chart: Chart = {
  id: plainChart.id,
  initial: plainChart.initial,
  get states() {
    return states();
  },
  get on() {
    return on();
  },
  callbacks: {
    guard: plainChart.callbacks.guard,
    get fallbacks() {
      return fallbacks();
    },
  },
};
