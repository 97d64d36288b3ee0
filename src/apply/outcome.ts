import type { JobRequest } from "../lifecycle/job-request.js";
import type {
  Effect,
  ExecutionStatusIgnoredReason,
  ExecutionStatusRejectedReason,
  LifecycleIgnoredReason,
  LifecycleRejectedReason,
  RequestState,
} from "../lifecycle/names.js";

/** The state changed: store `request`, then do what `effects` names. */
export interface Transitioned {
  /** Tells the four kinds of outcome apart. */
  readonly kind: "transitioned";
  /** The state before. */
  readonly from: RequestState;
  /** The state now, as in `request.state`. */
  readonly to: RequestState;
  /** The new record. */
  readonly request: JobRequest;
  /** What is owed, in the order in which to do it; often nothing. */
  readonly effects: readonly Effect[];
}

/** Accepted in the same state: store `request` (a new object, even where nothing in it changed), then do what `effects` names. */
export interface Recorded {
  /** Tells the four kinds of outcome apart. */
  readonly kind: "recorded";
  /** The new record. */
  readonly request: JobRequest;
  /** What is owed, in the order in which to do it; often nothing. */
  readonly effects: readonly Effect[];
}

/**
 * The sender is right, but the request has moved on: nothing to do. `request` is the very object that came in.
 *
 * @typeParam Reason why it may have been
 */
export interface Ignored<Reason extends string> {
  /** Tells the four kinds of outcome apart. */
  readonly kind: "ignored";
  /** Why; `OUTCOME_REASONS` has a sentence for each. */
  readonly reason: Reason;
  /** The record that came in: there is nothing to store. */
  readonly request: JobRequest;
  /** Nothing is owed. */
  readonly effects: readonly [];
}

/**
 * The sender is wrong. `request` is the very object that came in.
 *
 * @typeParam Reason why it may have been
 */
export interface Rejected<Reason extends string> {
  /** Tells the four kinds of outcome apart. */
  readonly kind: "rejected";
  /** Why; `OUTCOME_REASONS` has a sentence and the HTTP status for each. */
  readonly reason: Reason;
  /** The record that came in: there is nothing to store. */
  readonly request: JobRequest;
  /** Nothing is owed. */
  readonly effects: readonly [];
}

/** What a callback did: narrow it by `kind`. */
export type ExecutionStatusOutcome =
  | Transitioned
  | Recorded
  | Ignored<ExecutionStatusIgnoredReason>
  | Rejected<ExecutionStatusRejectedReason>;

/** What a lifecycle event did: narrow it by `kind`. */
export type LifecycleOutcome =
  | Transitioned
  | Recorded
  | Ignored<LifecycleIgnoredReason>
  | Rejected<LifecycleRejectedReason>;

/** What a callback or an event did: narrow it by `kind`. */
export type Outcome = ExecutionStatusOutcome | LifecycleOutcome;
