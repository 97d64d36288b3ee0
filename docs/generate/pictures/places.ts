import { type ChartEvent, chart, EXECUTION_STATUSES, REQUEST_STATES, type RequestState } from "ess-request-machine";
import { rowsOf } from "../chart-rows.js";

/** Where an arrow may begin and end: at a state, or at a frame around several. */

/** The name of a state, or of a frame: a phase of several states, or ANY_END. */
export type Place = string;

export const unique = <T>(items: readonly T[]): T[] => [...new Set(items)];

export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups.values()];
}

/** The phases in order, each with its states. */
export const PHASES: ReadonlyMap<string, readonly RequestState[]> = new Map(
  groupBy(REQUEST_STATES, (state) => chart.states[state].meta.phase).map((states) => [
    chart.states[states[0]!].meta.phase,
    states,
  ]),
);

export const targetsOf = (state: RequestState, event: ChartEvent): readonly RequestState[] =>
  unique((chart.states[state].on[event] ?? []).flatMap(({ target }) => target ?? []));

export const TERMINAL_STATES: readonly RequestState[] = REQUEST_STATES.filter(
  (state) => chart.states[state].meta.terminal,
);

/** The terminal states that a job's own report can lead to. */
export const REPORTED_ENDS: readonly RequestState[] = TERMINAL_STATES.filter((end) =>
  REQUEST_STATES.some((state) => EXECUTION_STATUSES.some((status) => targetsOf(state, status).includes(end))),
);
export const ANY_END = "any of these";

/** The states that a place stands for. */
export const membersOf = (place: Place): readonly RequestState[] =>
  place === ANY_END ? REPORTED_ENDS : (PHASES.get(place) ?? [place as RequestState]);

/** A phase of one state needs no frame around it. */
export const isFrame = (place: Place): boolean => membersOf(place).length > 1;

export const phaseOf = (place: Place): string => chart.states[membersOf(place)[0]!].meta.phase;

/** How many moves each state is away from the beginning: what is further is drawn lower. */
const STEPS = new Map<RequestState, number>([[chart.initial, 0]]);
for (const [state, steps] of STEPS) {
  for (const { transition: edge } of rowsOf(chart.states[state].on)) {
    if (edge.target !== undefined && !STEPS.has(edge.target)) STEPS.set(edge.target, steps + 1);
  }
}

/** What is terminal is lowest, however near it is. */
const depthOf = (state: RequestState): number =>
  chart.states[state].meta.terminal ? Number.POSITIVE_INFINITY : (STEPS.get(state) ?? 0);

/** How low a place lies. */
export const depthOfPlace = (place: Place): number => Math.max(...membersOf(place).map(depthOf));
