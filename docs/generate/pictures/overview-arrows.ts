import { type ChartEvent, REQUEST_STATES, type RequestState } from "ess-request-machine";
import { EVENTS } from "../chart-rows.js";
import type { Arrow } from "./lines.js";
import {
  ANY_END,
  groupBy,
  isFrame,
  membersOf,
  type Place,
  phaseOf,
  REPORTED_ENDS,
  targetsOf,
  unique,
} from "./places.js";

/**
 * What the overview draws: the chart's moves with as few lines as say the same. Four simplifications, all computed:
 * 1. what leaves every state of a phase for the same target is one arrow from the phase's frame;
 * 2. what may end in any of the states that a report leads to is one arrow to the frame around them;
 * 3. events between the same two places share an arrow;
 * 4. arrows with the same events and the same target meet on the way.
 */

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
