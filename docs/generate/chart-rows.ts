import {
  type ChartEvent,
  chart,
  type Edge,
  EFFECTS,
  type Effect,
  EXECUTION_STATUSES,
  LIFECYCLE_EVENTS,
  type RefusalAction,
  type StateNode,
  type UpdateName,
} from "ess-request-machine";
import { isRefusal } from "../../src/lifecycle/facts.js";

/** The chart as rows, in the order of the name tuples, for every page that is generated from it. */

/** Callback statuses first. */
export const EVENTS: readonly ChartEvent[] = [...EXECUTION_STATUSES, ...LIFECYCLE_EVENTS];

export interface Row {
  readonly event: ChartEvent;
  readonly edge: Edge;
}

export const rowsOf = (on: StateNode["on"]): readonly Row[] =>
  EVENTS.flatMap((event) => (on[event] ?? []).map((edge) => ({ event, edge })));

const isEffect = (action: UpdateName | Effect | RefusalAction): action is Effect =>
  (EFFECTS as readonly unknown[]).includes(action);

/** Why the edge refuses, if refusing is what it does. */
export const refusalOf = (edge: Edge): RefusalAction | undefined => edge.actions?.find(isRefusal);

export const updatesOf = (edge: Edge): readonly UpdateName[] =>
  (edge.actions ?? []).filter((action): action is UpdateName => !isRefusal(action) && !isEffect(action));

/** What the edge itself has the scheduler owe. */
export const ownEffectsOf = (edge: Edge): readonly Effect[] => (edge.actions ?? []).filter(isEffect);

/** The edge's own effects, then those owed on entering its target: the order in which an outcome lists them. */
export const effectsOf = (edge: Edge): readonly Effect[] => [
  ...ownEffectsOf(edge),
  ...((edge.target && chart.states[edge.target].entry) ?? []),
];
