import type { chart } from "../lifecycle/chart.js";
import type { JobRequest } from "../lifecycle/job-request.js";
import type { Effect } from "../lifecycle/names.js";
import type { IgnoredReason, RejectedReason } from "../lifecycle/reasons.js";
import type { RequestState } from "../lifecycle/states.js";

/** The state changed. Store `request` together with `effects`, then perform the effects. */
export interface Transitioned {
  /** Distinguishes the four kinds of outcome. */
  readonly kind: "transitioned";
  /** The state before. */
  readonly from: RequestState;
  /** The state now, the same as `request.state`. */
  readonly to: RequestState;
  /** The new record. */
  readonly request: JobRequest;
  /** The effects: actions that the scheduler must perform next, in this order. Often empty. */
  readonly effects: readonly Effect[];
}

/** Accepted in the same state. Store `request`, which is a new object even if no field changed, and `effects`. */
export interface Recorded {
  /** Distinguishes the four kinds of outcome. */
  readonly kind: "recorded";
  /** The new record. */
  readonly request: JobRequest;
  /** The effects: actions that the scheduler must perform next, in this order. Often empty. */
  readonly effects: readonly Effect[];
}

/**
 * The sender is legitimate, but the request has moved on. Nothing to store.
 *
 * @typeParam Reason the possible reasons
 */
export interface Ignored<Reason extends IgnoredReason = IgnoredReason> {
  /** Distinguishes the four kinds of outcome. */
  readonly kind: "ignored";
  /** Why; `OUTCOME_REASONS` has a message for each reason. */
  readonly reason: Reason;
  /** The same object that was passed in. */
  readonly request: JobRequest;
  /** Empty. */
  readonly effects: readonly Effect[];
}

/**
 * The sender is wrong. Nothing to store.
 *
 * @typeParam Reason the possible reasons
 */
export interface Rejected<Reason extends RejectedReason = RejectedReason> {
  /** Distinguishes the four kinds of outcome. */
  readonly kind: "rejected";
  /** Why; `OUTCOME_REASONS` has a message and an HTTP status for each reason. */
  readonly reason: Reason;
  /** The same object that was passed in. */
  readonly request: JobRequest;
  /** Empty. */
  readonly effects: readonly Effect[];
}

type Literal = typeof chart;
type ElementOf<T> = T extends readonly (infer Element)[] ? Element : T;
/** The transitions of all events of `On`. */
type TransitionsOf<On> = On extends unknown ? ElementOf<On[keyof On]> : never;
type OnOfStates = Literal["states"][RequestState] extends infer State
  ? State extends { readonly on: infer On }
    ? On
    : never
  : never;
type EventTransition = TransitionsOf<OnOfStates> | TransitionsOf<Literal["on"]>;
type Fallback = Literal["callbacks"]["fallbacks"][number];

type IgnoreReasonIn<T> = T extends { readonly ignore: infer Reason extends IgnoredReason } ? Reason : never;
type RejectReasonIn<T> = T extends { readonly reject: infer Reason extends RejectedReason } ? Reason : never;

/** A reason for which a callback is ignored. */
export type ExecutionStatusIgnoredReason = IgnoreReasonIn<Fallback>;
/** A reason for which a callback is rejected. */
export type ExecutionStatusRejectedReason = RejectReasonIn<Fallback>;
/** A reason for which a lifecycle event is ignored. */
export type LifecycleIgnoredReason = IgnoreReasonIn<EventTransition>;
/** A reason for which a lifecycle event is rejected. */
export type LifecycleRejectedReason =
  | "UNKNOWN_EVENT"
  | "UNSUPPORTED_STATE"
  | "HANDLE_MISSING"
  | "INVALID_PAYLOAD"
  | RejectReasonIn<EventTransition>;

/** The outcome of a callback. Narrow it by `kind`. */
export type ExecutionStatusOutcome =
  | Transitioned
  | Recorded
  | Ignored<ExecutionStatusIgnoredReason>
  | Rejected<ExecutionStatusRejectedReason>;

/** The outcome of a lifecycle event. Narrow it by `kind`. */
export type LifecycleOutcome =
  | Transitioned
  | Recorded
  | Ignored<LifecycleIgnoredReason>
  | Rejected<LifecycleRejectedReason>;

/** The outcome of a callback or a lifecycle event. Narrow it by `kind`. */
export type Outcome = ExecutionStatusOutcome | LifecycleOutcome;

/** Returns whether the callback or event was accepted, so that `outcome.request` must be stored. */
export const isAccepted = (outcome: Outcome): outcome is Transitioned | Recorded =>
  outcome.kind === "transitioned" || outcome.kind === "recorded";

/**
 * Returns the answer to a job that asks whether it was cancelled.
 *
 * @param outcome the outcome of the job's `checkIn`
 * @returns true if the job should stop: the request is being cancelled, or ended before the execution reported. False
 * for everything else, STALE_HANDLE included: an earlier execution has usually reported, and a yes could stop work that
 * is wanted
 */
export const shouldStop = (outcome: LifecycleOutcome): boolean =>
  isAccepted(outcome) ? outcome.request.state === "CANCELLING" : outcome.reason === "ALREADY_ENDED";
