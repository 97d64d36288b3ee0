import { type ChartEvent, chart, EXECUTION_STATUSES, REQUEST_STATES, type RequestState } from "ess-request-machine";
import { EVENTS } from "./chart-rows.js";

/**
 * What the overview draws: the chart's moves with as few lines as say the same. Four simplifications, all computed:
 * 1. what leaves every state of a phase for the same target is one arrow from the phase's frame;
 * 2. what may end in any of the states that a report leads to is one arrow to the frame around them;
 * 3. events between the same two places share an arrow;
 * 4. arrows with the same events and the same target meet on the way.
 */

/** The name of a state, or of a frame: a phase of several states, or ANY_END. */
export type Place = string;

export interface Arrow {
  readonly from: readonly Place[];
  readonly to: Place;
  readonly events: readonly ChartEvent[];
}

const unique = <T>(items: readonly T[]): T[] => [...new Set(items)];

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
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

const targetsOf = (state: RequestState, event: ChartEvent): readonly RequestState[] =>
  unique((chart.states[state].on[event] ?? []).flatMap(({ target }) => target ?? []));

/** The terminal states that a job's own report can lead to. */
export const REPORTED_ENDS: readonly RequestState[] = REQUEST_STATES.filter(
  (end) =>
    chart.states[end].meta.terminal &&
    REQUEST_STATES.some((state) => EXECUTION_STATUSES.some((status) => targetsOf(state, status).includes(end))),
);
export const ANY_END = "any of these";

/** The states that a place stands for. */
export const membersOf = (place: Place): readonly RequestState[] =>
  place === ANY_END ? REPORTED_ENDS : (PHASES.get(place) ?? [place as RequestState]);

/** A phase of one state needs no frame around it. */
export const isFrame = (place: Place): boolean => membersOf(place).length > 1;

export const phaseOf = (place: Place): string => chart.states[membersOf(place)[0]!].meta.phase;

function destinationsOf(state: RequestState, event: ChartEvent): readonly Place[] {
  const targets = targetsOf(state, event);
  const anyEnd = REPORTED_ENDS.every((end) => targets.includes(end));
  return anyEnd ? [ANY_END, ...targets.filter((target) => !REPORTED_ENDS.includes(target))] : targets;
}

function sourceOf(state: RequestState, event: ChartEvent): Place {
  const destinations = String(destinationsOf(state, event));
  const phase = phaseOf(state);
  const shared = membersOf(phase).every((other) => String(destinationsOf(other, event)) === destinations);
  return shared && isFrame(phase) ? phase : state;
}

export function overviewArrows(): readonly Arrow[] {
  const moves = REQUEST_STATES.flatMap((state) =>
    EVENTS.flatMap((event) => destinationsOf(state, event).map((to) => ({ from: sourceOf(state, event), to, event }))),
  );
  const arrows = groupBy(moves, ({ from, to }) => `${from} → ${to}`).map((alike) => ({
    from: [alike[0]!.from],
    to: alike[0]!.to,
    events: unique(alike.map(({ event }) => event)),
  }));
  return groupBy(arrows, ({ events, to }) => `${events} → ${to}`).map((alike) => ({
    ...alike[0]!,
    from: alike.flatMap(({ from }) => from),
  }));
}
