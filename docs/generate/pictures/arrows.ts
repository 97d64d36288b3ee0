import {
  type ChartEvent,
  EXECUTION_STATUSES,
  LIFECYCLE_EVENTS,
  REQUEST_STATES,
  type RequestState,
} from "ess-request-machine";
import {
  ANY_END,
  groupBy,
  isOnHappyPath,
  membersOf,
  type Place,
  REPORTED_ENDS,
  targetsOf,
  unique,
  WAITING,
} from "./places.js";

/**
 * The arrows of the overview: all transitions of the chart between different states, drawn with as few arrows as say
 * the same.
 * 1. Events between the same two places share an arrow.
 * 2. An event that every waiting state takes to the same target leaves the frame around these states.
 * 3. An event that may lead to each of the reported ends goes to the frame around them.
 */
export interface Arrow {
  readonly from: Place;
  readonly to: Place;
  readonly events: readonly ChartEvent[];
}

const EVENTS: readonly ChartEvent[] = [...EXECUTION_STATUSES, ...LIFECYCLE_EVENTS];

export function targetPlaces(state: RequestState, event: ChartEvent): readonly Place[] {
  const targets = targetsOf(state, event);
  const isAnyEnd = REPORTED_ENDS.every((end) => targets.includes(end));
  if (!isAnyEnd) return targets;
  // An arrow of the happy path is drawn beside the one to the frame.
  return [ANY_END, ...targets.filter((end) => !REPORTED_ENDS.includes(end) || isOnHappyPath(state, end))];
}

function sourcePlace(state: RequestState, event: ChartEvent): Place {
  const waiting = membersOf(WAITING);
  const targets = String(targetPlaces(state, event));
  const isShared = waiting.every((other) => String(targetPlaces(other, event)) === targets);
  return waiting.includes(state) && isShared ? WAITING : state;
}

export function overviewArrows(): readonly Arrow[] {
  const transitions = REQUEST_STATES.flatMap((state) =>
    EVENTS.flatMap((event) => targetPlaces(state, event).map((to) => ({ from: sourcePlace(state, event), to, event }))),
  );
  return groupBy(transitions, ({ from, to }) => `${from} → ${to}`).map((alike) => ({
    from: alike[0]!.from,
    to: alike[0]!.to,
    events: unique(alike.map(({ event }) => event)),
  }));
}

/** The classes by which a page can find an arrow: `arrow from-RUNNING to-COMPLETED on-SUCCESS`. */
export const classOf = ({ from, to, events }: Arrow): string =>
  [
    "arrow",
    ...membersOf(from).map((state) => `from-${state}`),
    ...membersOf(to).map((state) => `to-${state}`),
    ...events.map((event) => `on-${event}`),
  ].join(" ");
