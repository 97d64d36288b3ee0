import { MESSAGE_FIELDS } from "./assign-actions.js";
import type { Transition } from "./chart-types.js";
import { type ChartEvent, EXECUTION_STATUSES, type ExecutionStatus, LIFECYCLE_EVENTS } from "./names.js";
import { REQUEST_STATES, type RequestState } from "./states.js";
import { CELLS } from "./transitions.js";

/** Questions about states and statuses that the chart answers without a request. */

const messageActions: ReadonlySet<unknown> = new Set(Object.keys(MESSAGE_FIELDS));

const actionsOf = (status: ExecutionStatus) =>
  CELLS.filter(({ event }) => event === status).flatMap(({ transitions }) =>
    transitions.flatMap(({ actions }) => actions),
  );

const statusesWithoutMessage: ReadonlySet<unknown> = new Set(
  EXECUTION_STATUSES.filter((status) => !actionsOf(status).some((action) => messageActions.has(action))),
);

/**
 * Returns whether `statusMessage` is ignored for a status. True for SUCCESS and CANCEL, which change no text field.
 *
 * Source: REST API, executionStatus.
 */
export const ignoresMessage = (status: ExecutionStatus): boolean => statusesWithoutMessage.has(status);

const hasEffect = ({ ignore, reject }: Transition): boolean => (ignore ?? reject) === undefined;

const eventsOf = (state: RequestState): readonly ChartEvent[] => {
  const accepted = new Set(
    CELLS.filter((cell) => cell.state === state && cell.transitions.some(hasEffect)).map(({ event }) => event),
  );
  return Object.freeze([...EXECUTION_STATUSES, ...LIFECYCLE_EVENTS].filter((event) => accepted.has(event)));
};

const EVENTS_BY_STATE: ReadonlyMap<unknown, readonly ChartEvent[]> = new Map(
  REQUEST_STATES.map((state) => [state, eventsOf(state)]),
);

const NO_EVENTS: readonly ChartEvent[] = Object.freeze([]);

/**
 * Returns the statuses and events that a state may accept: those that can change something. Guards still decide. For
 * example, ERROR_MANUAL_RECOVERY accepts SUCCESS only from the latest execution and only once.
 *
 * @returns statuses first, then events, each in the order of its list; empty for a terminal or unknown state
 */
export const acceptedEvents = (state: RequestState): readonly ChartEvent[] => EVENTS_BY_STATE.get(state) ?? NO_EVENTS;
