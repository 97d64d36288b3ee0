import type {
  Effect,
  ExecutionStatusIgnoredReason,
  ExecutionStatusRejectedReason,
  LifecycleIgnoredReason,
  LifecycleRejectedReason,
  RequestState,
} from "./names.js";
import type { JobRequest } from "./request.js";

/** The state changed: store `request`, then do what `effects` names. */
export interface Transitioned {
  readonly kind: "transitioned";
  readonly from: RequestState;
  readonly to: RequestState;
  readonly request: JobRequest;
  readonly effects: readonly Effect[];
}

/** Accepted in the same state: store `request` (a new object, even where nothing in it changed), then do what `effects` names. */
export interface Recorded {
  readonly kind: "recorded";
  readonly request: JobRequest;
  readonly effects: readonly Effect[];
}

/** The sender is right, but the request has moved on: nothing to do. `request` is the very object that came in. */
export interface Ignored<Reason extends string> {
  readonly kind: "ignored";
  readonly reason: Reason;
  readonly request: JobRequest;
  readonly effects: readonly [];
}

/** The sender is wrong. `request` is the very object that came in. */
export interface Rejected<Reason extends string> {
  readonly kind: "rejected";
  readonly reason: Reason;
  readonly request: JobRequest;
  readonly effects: readonly [];
}

/** What a callback did. */
export type ExecutionStatusOutcome =
  | Transitioned
  | Recorded
  | Ignored<ExecutionStatusIgnoredReason>
  | Rejected<ExecutionStatusRejectedReason>;

/** What a lifecycle event did. */
export type LifecycleOutcome =
  | Transitioned
  | Recorded
  | Ignored<LifecycleIgnoredReason>
  | Rejected<LifecycleRejectedReason>;

/** What a callback or an event did: narrow it by `kind`. */
export type Outcome = ExecutionStatusOutcome | LifecycleOutcome;
