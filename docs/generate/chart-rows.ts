import {
  type AnnotatedTransition,
  type AnnotatedTransitions,
  type AssignActionName,
  type ChartEvent,
  chart,
  EFFECTS,
  type Effect,
  EXECUTION_STATUSES,
  LIFECYCLE_EVENTS,
  type NoEffectAction,
  type OutcomeReason,
} from "ess-request-machine";

/** The chart as rows, in the order of the name tuples, for every page that is generated from it. */

/** Statuses first. */
export const EVENTS: readonly ChartEvent[] = [...EXECUTION_STATUSES, ...LIFECYCLE_EVENTS];

export interface Row {
  readonly event: ChartEvent;
  readonly transition: AnnotatedTransition;
}

export const rowsOf = (on: AnnotatedTransitions): readonly Row[] =>
  EVENTS.flatMap((event) => (on[event] ?? []).map((transition) => ({ event, transition })));

type Action = AssignActionName | Effect | NoEffectAction;

const isNoEffectAction = (action: Action): action is NoEffectAction => typeof action === "object";
const isEffect = (action: Action): action is Effect => (EFFECTS as readonly unknown[]).includes(action);
const isAssignAction = (action: Action): action is AssignActionName => !isNoEffectAction(action) && !isEffect(action);

/** The action of a transition without effect; undefined for any other transition. */
export const noEffectActionOf = ({ actions = [] }: AnnotatedTransition): NoEffectAction | undefined =>
  actions.find(isNoEffectAction);

/** The reason of a transition without effect; undefined for any other transition. */
export const reasonOf = (transition: AnnotatedTransition): OutcomeReason | undefined =>
  noEffectActionOf(transition)?.params.reason;

export const assignActionsOf = ({ actions = [] }: AnnotatedTransition): readonly AssignActionName[] =>
  actions.filter(isAssignAction);

/** The effects of the transition, without those of entering its target. */
export const ownEffectsOf = ({ actions = [] }: AnnotatedTransition): readonly Effect[] => actions.filter(isEffect);

/** The effects of the transition, then those of entering its target: the order in which an outcome lists them. */
export const effectsOf = (transition: AnnotatedTransition): readonly Effect[] => [
  ...ownEffectsOf(transition),
  ...((transition.target && chart.states[transition.target].entry) ?? []),
];
