import { chart } from "./chart.js";
import type { StateLiteral, Transition, Transitions } from "./chart-types.js";
import type { ChartEvent } from "./names.js";
import { REQUEST_STATES, type RequestState } from "./states.js";

/** The transitions of the chart, for code that reads all of them. */

/** The transitions of one event in one state. */
export interface Cell {
  readonly state: RequestState;
  readonly event: ChartEvent;
  readonly transitions: readonly Transition[];
}

/** Returns one or more transitions as a list. */
export const listOf = (transitions: Transition | readonly Transition[] = []): readonly Transition[] =>
  Array.isArray(transitions) ? transitions : [transitions as Transition];

const cellsOf = (state: RequestState): readonly Cell[] =>
  Object.entries((chart.states[state] as StateLiteral).on ?? {}).map(([event, transitions]) => ({
    state,
    event: event as ChartEvent,
    transitions: listOf(transitions),
  }));

/** The transitions of all states, without those of the root. */
export const CELLS: readonly Cell[] = REQUEST_STATES.flatMap(cellsOf);

/** The transitions that every state has after its own. */
export const rootTransitions = (event: ChartEvent): readonly Transition[] => listOf((chart.on as Transitions)[event]);
