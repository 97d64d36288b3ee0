import { messageUpdates } from "./assign-actions.js";
import { chart } from "./chart.js";
import type { Edge, RefusalAction, StateNode } from "./chart-types.js";
import type { ChartEvent } from "./events.js";
import {
  EXECUTION_STATUSES,
  type ExecutionStatus,
  LIFECYCLE_EVENTS,
  type OutcomeReason,
  REQUEST_STATES,
  type RequestState,
} from "./names.js";

/** What can be said of states, statuses and reasons without any request: all of it read off the chart. */

/** What is known of a reason, whichever request it came for. */
export interface ReasonFacts {
  /** Of the outcomes that have it. */
  readonly kind: "ignored" | "rejected";
  /** The endpoint's answer. */
  readonly httpStatus: 200 | 400 | 403;
  /** What was expected, what was found, what to do. */
  readonly sentence: string;
}

/** Every reason by name, in the order in which the checks are made: callbacks' first, then those of events alone. */
export const OUTCOME_REASONS = Object.freeze(
  Object.fromEntries(
    [...chart.refusals, ...chart.eventRefusals].map(({ reason, kind, httpStatus, description }) => [
      reason,
      Object.freeze({ kind, httpStatus, sentence: description }),
    ]),
  ),
) as { readonly [R in OutcomeReason]: ReasonFacts };

/** Why a callback may come to nothing, as edges; an unknown status is told before any state is asked. */
const REFUSED_CALLBACK: readonly Edge[] = chart.refusals
  .filter(({ reason }) => reason !== "UNKNOWN_STATUS")
  .map(({ guard, kind, reason, description, meta }) => {
    const action = { type: kind === "ignored" ? "ignore" : "reject", params: { reason } } as RefusalAction;
    return { guard, actions: [action], description, meta };
  });

/** What every state does, after its own edges: the root of the machine, and the end of the table's every row. */
export const EVERYWHERE: StateNode["on"] = {
  ...chart.on,
  ...Object.fromEntries(EXECUTION_STATUSES.map((status) => [status, REFUSED_CALLBACK])),
};

const STATE_BY_CODE = new Map(REQUEST_STATES.map((state) => [chart.states[state].meta.code, state]));

/**
 * The state that Oracle's numeric code stands for, as in its history tables; `undefined` for any other code, which
 * Oracle calls UNKNOWN.
 *
 * @param code as Oracle stores it, 1 to 19
 */
export const requestStateFromCode = (code: number): RequestState | undefined => STATE_BY_CODE.get(code);

const TERMINAL_STATES = REQUEST_STATES.filter((state) => chart.states[state].meta.terminal);

/** Whether nothing leads out of the state. COMPLETED is not terminal: post-processing is still to come, and may fail. */
export const isTerminal = (state: RequestState): boolean => TERMINAL_STATES.includes(state);

/** What one state takes of one event. */
interface Cell {
  readonly state: RequestState;
  readonly event: ChartEvent;
  readonly edges: readonly Edge[];
}

/** Every cell that the chart has, found by what is there: to ask every state for every event takes longer. */
export const CELLS: readonly Cell[] = REQUEST_STATES.flatMap((state) =>
  Object.entries(chart.states[state].on).map(([event, edges]) => ({ state, event: event as ChartEvent, edges })),
);

const actionsOf = ({ actions = [] }: Edge) => actions;

const KEEPING_MESSAGE: ReadonlySet<unknown> = new Set(Object.keys(messageUpdates));
const keepsMessage = (edge: Edge): boolean => actionsOf(edge).some((action) => KEEPING_MESSAGE.has(action));

const carriesMessage = (status: ExecutionStatus): boolean =>
  CELLS.some(({ event, edges }) => event === status && edges.some(keepsMessage));

const SILENT_STATUSES = EXECUTION_STATUSES.filter((status) => !carriesMessage(status));

/** Whether `statusMessage` is ignored for this status: SUCCESS and CANCEL touch none of the record's texts. */
export const ignoresMessage = (status: ExecutionStatus): boolean => SILENT_STATUSES.includes(status);

/** Whether an edge's action only says why nothing happens. */
export const isRefusal = (action: unknown): action is RefusalAction => typeof action === "object";

const accepts = (edge: Edge): boolean => !actionsOf(edge).some(isRefusal);

const CHART_EVENTS: readonly ChartEvent[] = [...EXECUTION_STATUSES, ...LIFECYCLE_EVENTS];

const acceptedIn = (state: RequestState): readonly ChartEvent[] =>
  Object.freeze(CHART_EVENTS.filter((event) => chart.states[state].on[event]?.some(accepts)));
const ACCEPTED = new Map(REQUEST_STATES.map((state) => [state, acceptedIn(state)]));
const NOTHING_ACCEPTED: readonly ChartEvent[] = Object.freeze([]);

/**
 * The callback statuses and lifecycle events that the state may accept. The guards still decide: ERROR_MANUAL_RECOVERY
 * takes SUCCESS, say, but only from the latest execution and only once.
 */
export const acceptedEvents = (state: RequestState): readonly ChartEvent[] => ACCEPTED.get(state) ?? NOTHING_ACCEPTED;
