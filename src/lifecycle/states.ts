/** Where a request is in its lifecycle, coarser than its state. The grouping is this library's. */
export type Phase = "waiting" | "executing" | "paused" | "retrying" | "recovering" | "finishing" | "parent" | "ended";

/** The result that a terminal state represents. */
export type Result = "success" | "warning" | "failure" | "cancelled";

interface StateRow {
  readonly state: string;
  readonly code: number;
  readonly phase: Phase;
  readonly terminal: boolean;
  readonly result: Result | null;
}

/**
 * The 19 states. `code` is Oracle's number for the state, as in its history tables. FINISHED has no result of its own:
 * its children have the results. Oracle's 20th constant, UNKNOWN, is not a lifecycle state.
 *
 * Source: Java API, `State`.
 */
export const STATES = [
  { state: "PENDING_VALIDATION", code: 14, phase: "waiting", terminal: false, result: null },
  { state: "WAIT", code: 1, phase: "waiting", terminal: false, result: null },
  { state: "READY", code: 2, phase: "waiting", terminal: false, result: null },
  { state: "BLOCKED", code: 5, phase: "waiting", terminal: false, result: null },
  { state: "HOLD", code: 6, phase: "waiting", terminal: false, result: null },
  { state: "RUNNING", code: 3, phase: "executing", terminal: false, result: null },
  { state: "CANCELLING", code: 7, phase: "executing", terminal: false, result: null },
  { state: "PAUSED", code: 13, phase: "paused", terminal: false, result: null },
  { state: "ERROR_AUTO_RETRY", code: 18, phase: "retrying", terminal: false, result: null },
  { state: "ERROR_MANUAL_RECOVERY", code: 19, phase: "recovering", terminal: false, result: null },
  { state: "COMPLETED", code: 4, phase: "finishing", terminal: false, result: null },
  { state: "SCHEDULE_ENDED", code: 16, phase: "parent", terminal: false, result: null },
  { state: "SUCCEEDED", code: 12, phase: "ended", terminal: true, result: "success" },
  { state: "WARNING", code: 11, phase: "ended", terminal: true, result: "warning" },
  { state: "ERROR", code: 10, phase: "ended", terminal: true, result: "failure" },
  { state: "CANCELLED", code: 9, phase: "ended", terminal: true, result: "cancelled" },
  { state: "EXPIRED", code: 8, phase: "ended", terminal: true, result: "failure" },
  { state: "VALIDATION_FAILED", code: 15, phase: "ended", terminal: true, result: "failure" },
  { state: "FINISHED", code: 17, phase: "ended", terminal: true, result: null },
] as const satisfies readonly StateRow[];

type Rows = typeof STATES;
type NamesOf<R extends readonly StateRow[]> = { readonly [I in keyof R]: R[I]["state"] };

/**
 * One of {@link REQUEST_STATES}; `chart.states` describes each.
 *
 * @useDeclaredType
 */
export type RequestState = Rows[number]["state"];

/** A state that no transition leaves. */
export type TerminalState = Extract<Rows[number], { readonly terminal: true }>["state"];

/** The names of the 19 states, in the order of the chart. Source: Java API, `State`. */
export const REQUEST_STATES = Object.freeze(STATES.map(({ state }) => state)) as NamesOf<Rows>;

const STATE_NAMES: ReadonlySet<unknown> = new Set(REQUEST_STATES);

/** The terminal states, for code that has a known state in hand. */
export const TERMINAL_STATES: ReadonlySet<unknown> = new Set(
  STATES.filter(({ terminal }) => terminal).map(({ state }) => state),
);

/** Returns whether a value is the exact name of a state. `parseRequestState` also reads other spellings and codes. */
export const isRequestState = (value: unknown): value is RequestState => STATE_NAMES.has(value);

/**
 * Returns whether a request in this state has ended. COMPLETED is not terminal: post-processing has begun and may fail.
 *
 * @param state the exact name of a state
 * @throws TypeError if it is not the name of a state. A poller must not wait forever for a state that it misspells:
 * read values from outside with `parseRequestState`.
 */
export function isTerminal(state: RequestState): state is TerminalState {
  if (isRequestState(state)) return TERMINAL_STATES.has(state);
  throw new TypeError("isTerminal: unknown request state. Read states from outside with parseRequestState first.");
}
