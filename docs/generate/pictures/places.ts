import { type ChartEvent, chart, EXECUTION_STATUSES, REQUEST_STATES, type RequestState } from "ess-request-machine";

/** Where an arrow may begin and end: at a state, or at a frame around several. */

/** The name of a state or of a frame. */
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

/** The terminal states that a job's own report can lead to. */
export const REPORTED_ENDS: readonly RequestState[] = REQUEST_STATES.filter(
  (end) =>
    chart.states[end].meta.terminal &&
    REQUEST_STATES.some((state) => EXECUTION_STATUSES.some((status) => targetsOf(state, status).includes(end))),
);

/** The frame around them. */
export const ANY_END = "any of these";

/** The frame around the states in which a request waits for its execution. */
export const WAITING = "waiting";

/** The states that a place represents. */
export const membersOf = (place: Place): readonly RequestState[] => {
  if (place === ANY_END) return REPORTED_ENDS;
  return place === WAITING ? PHASES.get(WAITING)! : [place as RequestState];
};

/** The states of a request that nothing holds up. */
export const HAPPY_PATH: readonly RequestState[] = ["WAIT", "READY", "RUNNING", "COMPLETED", "SUCCEEDED"];

export const isOnHappyPath = (from: Place, to: Place): boolean =>
  HAPPY_PATH.some((state, index) => state === from && HAPPY_PATH[index + 1] === to);
