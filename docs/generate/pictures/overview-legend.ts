import { chart, EXECUTION_STATUSES, REQUEST_STATES, type RequestState } from "ess-request-machine";
import { noEffectActionOf, rowsOf } from "../chart-rows.js";
import { FROM_A_FRAME, KINDS_OF_EVENTS, TERMINAL } from "./legend.js";
import { ANY_END } from "./places.js";

/** What the overview's signs mean, and what it leaves out: lines of SVG text. */

const recordedIn = (state: RequestState) =>
  rowsOf(chart.states[state].on).filter(
    ({ transition: edge }) => edge.target === undefined && noEffectActionOf(edge) === undefined,
  );

const takesAllInPlace = (state: RequestState): boolean =>
  EXECUTION_STATUSES.every((status) => recordedIn(state).some(({ event }) => event === status));

/** The guard is worth a word where the event is drawn, too. */
const namesRecordedIn = (state: RequestState): string[] =>
  recordedIn(state).map(({ event, transition: edge }) => {
    const isDrawn = chart.states[state].on[event]?.some(({ target }) => target !== undefined);
    return isDrawn ? `${event} if ${edge.guard}` : event;
  });

function recordedInPlace(): string {
  const keepers = REQUEST_STATES.filter(takesAllInPlace);
  const others = REQUEST_STATES.filter((state) => !takesAllInPlace(state));
  const names = new Set(others.flatMap(namesRecordedIn));
  return [...names, `and every callback in ${keepers.join(", ")}`].join(", ");
}

export const overviewLegend = (): string[] => [
  KINDS_OF_EVENTS,
  TERMINAL,
  `${FROM_A_FRAME}; one to the frame “${ANY_END}” may end in each of them.`,
  "Not drawn are guards, what is ignored or rejected, and what is recorded without a change of state:",
  `${recordedInPlace()}.`,
];
