import type { Effect, ErrorType, FinalStatus } from "./names.js";
import type { RequestState } from "./states.js";

/** A job request as it is stored: plain JSON without dates or bigints. Store this, not an XState snapshot. */
export interface JobRequest {
  /** Version of the record's shape, for stored rows. */
  readonly schemaVersion: 1;
  /** Oracle's int64 request id in decimal, 1 to 9223372036854775807. A number would lose digits. */
  readonly requestId: string;
  readonly state: RequestState;
  /** Handle of the latest execution; null before the first start. A bearer capability: do not log it. */
  readonly requestHandle: string | null;
  /** Handles of previous executions, latest first, at most 16. They distinguish a late callback from a forged one. */
  readonly earlierHandles: readonly string[];
  /** Final report of the latest execution; null until it reports. */
  readonly reportedStatus: FinalStatus | null;
  /** Number of executions begun by `start`. A resume belongs to the same attempt. */
  readonly attempt: number;
  /** Number of automatic retries allowed. */
  readonly retries: number;
  /** Number of automatic retries made. */
  readonly retriedCount: number;
  /** Text of the latest execution's WARNING, ERROR, BUSINESS_ERROR or SUSPEND, or the operator's text. */
  readonly message: string | null;
  /** Text of the latest UPDATE of the latest execution. */
  readonly update: string | null;
  /** Opaque data that the job saved when it paused; not a state of the request. Hand it back to the job on resume. */
  readonly pausedState: string | null;
  /** The executable's result, if it was SUCCESS or WARNING; not a state of the request. */
  readonly executableState: "SUCCEEDED" | "WARNING" | null;
  /** Why the request is in ERROR; null in every other state. */
  readonly errorType: ErrorType | null;
  /** Whether the time-out passed during the latest execution. Callbacks are still accepted. */
  readonly timedOut: boolean;
  /** When cancelling began or the job last checked in afterwards, in epoch milliseconds; null before cancelling. */
  readonly cancelSeenAt: number | null;
}

/**
 * One handler for each effect, so that the compiler finds a missing one: `handlers[effect](request)`.
 *
 * @typeParam Result what a handler returns. Default: nothing or a promise
 */
export type EffectHandlers<Result = void | Promise<void>> = {
  readonly [E in Effect]: (request: JobRequest) => Result;
};

/** A record without its state: what guards read, and the context of the XState machine. */
export type RequestContext = Omit<JobRequest, "state">;

type Mutable<T> = { -readonly [Field in keyof T]: T[Field] };

/** A fresh copy of a record that assign actions may change. */
export type Draft = Mutable<JobRequest>;
/** The same without the state: no assign action changes it, a transition's `target` does. */
export type ContextDraft = Mutable<RequestContext>;

/**
 * Copies a record. Every new record is made here: a literal with all fields in one order is about ten times faster than
 * a spread, since all records then share one hidden class.
 */
export function copyRequest(request: JobRequest): Draft {
  return {
    schemaVersion: 1,
    requestId: request.requestId,
    state: request.state,
    requestHandle: request.requestHandle,
    earlierHandles: request.earlierHandles,
    reportedStatus: request.reportedStatus,
    attempt: request.attempt,
    retries: request.retries,
    retriedCount: request.retriedCount,
    message: request.message,
    update: request.update,
    pausedState: request.pausedState,
    executableState: request.executableState,
    errorType: request.errorType,
    timedOut: request.timedOut,
    cancelSeenAt: request.cancelSeenAt,
  };
}

/** The defaults of a new record. It has no id yet. */
export const NEW_REQUEST: JobRequest = Object.freeze({
  schemaVersion: 1,
  requestId: "",
  state: "WAIT",
  requestHandle: null,
  earlierHandles: Object.freeze([]),
  reportedStatus: null,
  attempt: 0,
  retries: 0,
  retriedCount: 0,
  message: null,
  update: null,
  pausedState: null,
  executableState: null,
  errorType: null,
  timedOut: false,
  cancelSeenAt: null,
});
