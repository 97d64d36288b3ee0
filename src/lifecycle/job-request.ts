import { expectation } from "../input/messages.js";
import { describe } from "../input/reading.js";
import { parseRequestId } from "../input/request-id.js";
import type { ErrorType, FinalStatus, RequestState } from "./names.js";

export const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;

/** A job request as it is stored: plain JSON, no dates, no bigint. Persist it, not an XState snapshot. */
export interface JobRequest {
  /** Version of this record, for stored rows. */
  readonly schemaVersion: 1;
  /** Oracle's int64 request id, in decimal: 1 to 9223372036854775807. A number would lose digits. */
  readonly requestId: string;
  /** Where the request is. A bare state could not tell a late callback from a right one: so it travels in its record. */
  readonly state: RequestState;
  /** Handle of the latest execution; null until the first start. A capability: do not log it. */
  readonly requestHandle: string | null;
  /** Handles of the executions before it, latest first, at most 16: a late callback is told from a forged one by them. */
  readonly earlierHandles: readonly string[];
  /** What the latest execution reported at its end; null while its report is awaited. */
  readonly reportedStatus: FinalStatus | null;
  /** Executions begun by `start`; a resume is the same attempt. */
  readonly attempt: number;
  /** Automatic retries allowed. */
  readonly retries: number;
  /** Automatic retries made. */
  readonly retriedCount: number;
  /** Error or warning text of the latest execution, or the operator's. */
  readonly message: string | null;
  /** Text of the latest execution's latest UPDATE. */
  readonly update: string | null;
  /** What the job saved when it paused; hand it back on resume. */
  readonly pausedState: string | null;
  /** Result of the executable, while post-processing runs and after. */
  readonly executableState: "SUCCEEDED" | "WARNING" | null;
  /** Set only in ERROR. */
  readonly errorType: ErrorType | null;
  /** The time-out passed. The request is still RUNNING, and a callback is still valid. */
  readonly timedOut: boolean;
  /** Epoch milliseconds at which cancelling began, or at which the job last checked in afterwards; null before. */
  readonly cancelSeenAt: number | null;
}

/** A record without its state: what guards read, and the context of the XState machine. */
export type RequestContext = Omit<JobRequest, "state">;

/** A fresh copy of a record, while updates still work on it. No update touches the state: an edge's target says it. */
export type Draft = { -readonly [Field in keyof JobRequest]: JobRequest[Field] };
export type ContextDraft = Omit<Draft, "state">;

/**
 * The one place that builds a record. One literal with all fields gives every record the same hidden class; a copy by
 * spread does not, and is many times slower.
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

/** What every request begins with. */
export const UNSTARTED: JobRequest = Object.freeze({
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

/** How a request is submitted. */
export interface NewRequest {
  /** Oracle's int64 id: a decimal string, a bigint or a safe integer. */
  readonly requestId: string | bigint | number;
  /** Automatic retries allowed: an integer, 0 or more. 0 unless told. */
  readonly retries?: number | undefined;
  /** Whether the request needs no validation any more: it begins in WAIT, else in PENDING_VALIDATION. True unless told. */
  readonly validated?: boolean | undefined;
}

/**
 * A request that was just submitted.
 *
 * @param request its id, and what is known of it beforehand
 * @returns its record, in WAIT or PENDING_VALIDATION
 * @throws TypeError for an id, a number of retries or a flag that is none: a programmer's mistake. What comes from outside
 * goes through `parseRequestId` first.
 */
export function createRequest({ requestId, retries = 0, validated = true }: NewRequest): JobRequest {
  const id = parseRequestId(requestId);
  if (id.issues !== undefined) throw new TypeError(id.issues[0]?.message);
  if (!isCount(retries)) {
    throw new TypeError(
      expectation("retries to be an integer, 0 or more", describe(retries), "Leave it out for none."),
    );
  }
  if (typeof validated !== "boolean") {
    throw new TypeError(expectation("validated to be a boolean", describe(validated), "Leave it out for true."));
  }
  const state = validated ? "WAIT" : "PENDING_VALIDATION";
  return copyRequest({ ...UNSTARTED, requestId: id.value, state, earlierHandles: [], retries });
}
