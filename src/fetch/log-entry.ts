import type { Effect, Outcome, OutcomeReason, RequestState } from "../index.js";
import type { Operation } from "./routes.js";

/** The outcome of a callback or a check-in without the record, which contains handles. */
export interface LoggedOutcome {
  /** The kind of the outcome. */
  readonly kind: Outcome["kind"];
  /** Why it was ignored or rejected. */
  readonly reason: OutcomeReason | undefined;
  /** The state before, if it changed. */
  readonly from: RequestState | undefined;
  /** The state now. */
  readonly state: RequestState;
  /** The effects that the scheduler must perform next. */
  readonly effects: readonly Effect[];
}

/** One answer, for the server's log. No member ever contains a handle, or anything else that a job chose freely. */
export interface FetchLogEntry {
  /** Undefined for a path that the handler does not serve. */
  readonly operation: Operation | undefined;
  /** The id in the path, if it is one. */
  readonly requestId: string | undefined;
  /** The status of the answer. */
  readonly httpStatus: number;
  /** One line of English: what happened and why. It may show the state of the request, so it is not for the job. */
  readonly explanation: string;
  /** Undefined where nothing was applied: an unknown request, a malformed body, another method, an error. */
  readonly outcome: LoggedOutcome | undefined;
  /** How many members of the body were ignored because no member of the operation has their name. */
  readonly unknownMembers: number;
  /** A remedy for the job's author: an unknown member looks like a misspelled `statusMessage`. */
  readonly hint: string | undefined;
  /** The `name` of the error that the server threw. Its message is left out: it may quote a handle. */
  readonly errorName: string | undefined;
}

export const toLoggedOutcome = (outcome: Outcome): LoggedOutcome => ({
  kind: outcome.kind,
  reason: "reason" in outcome ? outcome.reason : undefined,
  from: "from" in outcome ? outcome.from : undefined,
  state: outcome.request.state,
  effects: outcome.effects,
});

/** An entry while the request is answered. */
export type LogDraft = { -readonly [Member in keyof FetchLogEntry]?: FetchLogEntry[Member] };
