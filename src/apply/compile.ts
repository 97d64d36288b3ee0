import { type AssignActionName, assignActions } from "../lifecycle/assign-actions.js";
import { chart } from "../lifecycle/chart.js";
import type { StateLiteral, Transition } from "../lifecycle/chart-types.js";
import { guards } from "../lifecycle/guards.js";
import type { Draft, JobRequest } from "../lifecycle/job-request.js";
import type { ChartEvent, Effect } from "../lifecycle/names.js";
import type { IgnoredReason, OutcomeReason, RejectedReason } from "../lifecycle/reasons.js";
import type { RequestState } from "../lifecycle/states.js";
import { CELLS } from "../lifecycle/transitions.js";
import type { Outcome } from "./outcome.js";

/** Compiles transitions of the chart into functions and lists, once, when the module is loaded. */

/** The type of the chart guarantees that guards and assign actions receive an input that they can read. */
export type Guard = (request: JobRequest, input: object) => boolean;

export type AssignAction = (draft: Draft, input: object) => void;

/** Why a transition has no effect. */
export interface NoEffect {
  readonly kind: "ignored" | "rejected";
  readonly reason: OutcomeReason;
}

export interface CompiledTransition {
  /** Undefined for the transition that is always possible, often the only one. */
  readonly guard: Guard | undefined;
  readonly noEffect: NoEffect | undefined;
  readonly target: RequestState | undefined;
  readonly assigns: readonly AssignActionName[];
  /** The effects of the transition, then those of entering its target. */
  readonly effects: readonly Effect[];
}

const isAssignAction = (action: AssignActionName | Effect): action is AssignActionName =>
  Object.hasOwn(assignActions, action);

export const ignored = (reason: IgnoredReason): NoEffect => ({ kind: "ignored", reason });
export const rejected = (reason: RejectedReason): NoEffect => ({ kind: "rejected", reason });

export function compile(transition: Transition): CompiledTransition {
  const { guard, target, actions = [], ignore, reject } = transition;
  const effects = actions.filter((action): action is Effect => !isAssignAction(action));
  const entry = target === undefined ? [] : ((chart.states[target] as StateLiteral).entry ?? []);
  return {
    guard: guard && (guards[guard] as Guard),
    noEffect: ignore === undefined ? reject && rejected(reject) : ignored(ignore),
    target,
    assigns: actions.filter(isAssignAction),
    effects: Object.freeze([...effects, ...entry]),
  };
}

/** The transitions of one event in one state. */
export interface StateTransitions<T> {
  readonly state: RequestState;
  readonly transitions: readonly T[];
}

export const compileEvent = <T>(
  event: ChartEvent,
  compileOne: (transition: Transition) => T,
): readonly StateTransitions<T>[] =>
  CELLS.filter((cell) => cell.event === event).map(({ state, transitions }) => ({
    state,
    transitions: transitions.map(compileOne),
  }));

/** Returns the transitions of a state. At most a dozen states list an event: comparing is faster than hashing. */
export function transitionsIn<T>(rows: readonly StateTransitions<T>[], state: RequestState): readonly T[] | undefined {
  for (let i = 0; i < rows.length; i++) if (rows[i]!.state === state) return rows[i]!.transitions;
  return undefined;
}

interface Guarded {
  readonly guard: Guard | undefined;
}

const isPossible = ({ guard }: Guarded, request: JobRequest, input: object): boolean =>
  guard === undefined || guard(request, input);

/** Returns the first transition that is possible. The lists of the chart leave no case out. */
export function selectTransition<T extends Guarded>(transitions: readonly T[], request: JobRequest, input: object): T {
  let i = 0;
  while (!isPossible(transitions[i]!, request, input)) i++;
  return transitions[i]!;
}

const NO_EFFECTS: readonly Effect[] = Object.freeze([]);

/** Returns the outcome of a transition without effect. The record is the same object. */
export const withoutEffect = ({ kind, reason }: NoEffect, request: JobRequest) =>
  ({ kind, reason, request, effects: NO_EFFECTS }) as Outcome;

/** A missing record is the caller's mistake, so it throws; bad input never does. */
export function assertRequest(request: JobRequest, caller: string): void {
  if (typeof request !== "object" || request === null) {
    throw new TypeError(`${caller}: the request is missing. Load the record of the request first.`);
  }
}
