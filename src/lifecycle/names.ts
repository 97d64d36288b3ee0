/**
 * The names of the domain, and their types. The chart says what they mean; a type test ties the two together.
 * States, statuses and handler results carry Oracle's names; lifecycle events, effects and reasons are ours.
 */

/** The 19 states of a request, in the order of the chart. Oracle's 20th constant, UNKNOWN, is no state. Source: Java API, `State`. */
export const REQUEST_STATES = Object.freeze([
  "PENDING_VALIDATION",
  "WAIT",
  "READY",
  "BLOCKED",
  "HOLD",
  "RUNNING",
  "CANCELLING",
  "PAUSED",
  "ERROR_AUTO_RETRY",
  "ERROR_MANUAL_RECOVERY",
  "COMPLETED",
  "SCHEDULE_ENDED",
  "SUCCEEDED",
  "WARNING",
  "ERROR",
  "CANCELLED",
  "EXPIRED",
  "VALIDATION_FAILED",
  "FINISHED",
] as const);
/**
 * One of {@link REQUEST_STATES}; `chart.states` says what it means.
 *
 * @useDeclaredType
 */
export type RequestState = (typeof REQUEST_STATES)[number];

/** The eight statuses that a job may report, in the order of the endpoint's documentation: REST API, executionStatus. */
export const EXECUTION_STATUSES = Object.freeze([
  "SUCCESS",
  "UPDATE",
  "PAUSE",
  "WARNING",
  "ERROR",
  "BUSINESS_ERROR",
  "CANCEL",
  "SUSPEND",
] as const);
/**
 * One of {@link EXECUTION_STATUSES}.
 *
 * @useDeclaredType
 */
export type ExecutionStatus = (typeof EXECUTION_STATUSES)[number];

/** Whether a value from outside is one of the eight. Nothing else may reach an actor as a status. */
export const isExecutionStatus = (value: unknown): value is ExecutionStatus =>
  (EXECUTION_STATUSES as readonly unknown[]).includes(value);

/** A status that ends its execution: every one but UPDATE. */
export type FinalStatus = Exclude<ExecutionStatus, "UPDATE">;

/** What the scheduler, the operator and (`checkIn`) the job do to a request beside callbacks. The names are this library's. */
export const LIFECYCLE_EVENTS = Object.freeze([
  "validationPassed",
  "validationFailed",
  "dispatch",
  "block",
  "unblock",
  "hold",
  "release",
  "expire",
  "start",
  "resume",
  "timeOut",
  "manualRecoveryRequired",
  "cancel",
  "checkIn",
  "forceCancel",
  "cancelCompleted",
  "postProcessed",
  "retry",
  "recover",
  "complete",
  "scheduleEnded",
  "childrenFinished",
] as const);
/**
 * One of {@link LIFECYCLE_EVENTS}.
 *
 * @useDeclaredType
 */
export type LifecycleEventName = (typeof LIFECYCLE_EVENTS)[number];

/** Whether a value from outside is the name of a lifecycle event. A callback status is not. */
export const isLifecycleEventName = (value: unknown): value is LifecycleEventName =>
  (LIFECYCLE_EVENTS as readonly unknown[]).includes(value);

/** What the scheduler may owe after a change. The names are this library's; the machine's actions have the same. */
export const EFFECTS = Object.freeze([
  "invokeJob",
  "runPostProcessing",
  "startSubRequests",
  "scheduleRetry",
  "deliverUpdate",
  "notifyCancellation",
  "cancelSubRequests",
  "stopPostProcessing",
  "alertOperator",
  "notifyEnded",
] as const);
/**
 * One of {@link EFFECTS}.
 *
 * @useDeclaredType
 */
export type Effect = (typeof EFFECTS)[number];

/** What a post-processing handler may answer: the payload of `postProcessed`. Source: Java API, `HandlerStatus`. */
export const HANDLER_RESULTS = Object.freeze([
  "PROCEED",
  "WARN",
  "BIZ_ERROR",
  "SYSTEM_ERROR",
  "CANCEL",
  "DELAY",
] as const);
/**
 * One of {@link HANDLER_RESULTS}.
 *
 * @useDeclaredType
 */
export type HandlerResult = (typeof HANDLER_RESULTS)[number];

/** The states in which an operator may complete a request by hand: the payload of `complete`. */
export const COMPLETION_STATES = Object.freeze(["SUCCEEDED", "WARNING", "ERROR", "CANCELLED"] as const);
/**
 * One of {@link COMPLETION_STATES}.
 *
 * @useDeclaredType
 */
export type CompletionState = (typeof COMPLETION_STATES)[number];

/** Where a request is in its life, coarser than its state. The grouping is this library's. */
export type Phase = "waiting" | "executing" | "paused" | "retrying" | "recovering" | "finishing" | "parent" | "ended";

/** What a terminal state means for whoever waited for the request. */
export type Result = "success" | "warning" | "failure" | "cancelled";

/** How well founded a cell of the chart is: Documented by Oracle, Inferred from what is documented, or Assumed by us. */
export type Grade = "D" | "I" | "A";

/**
 * Where Oracle says it, or what it is inferred from: the REST operations on execution status, cancel, forceCancel, hold, release
 * and checkInCancelling; the Java API's State and its neighbours, and HandlerStatus; the administrator's troubleshooting.
 */
export type Source = "STATUS" | "CANCEL" | "FORCE" | "HOLD" | "RELEASE" | "CHECK_IN" | "JAVA" | "HANDLER" | "TROUBLE";

/** Why a request is in ERROR: SYSTEM, what a retry may mend; BUSINESS, what none will; TIMEOUT, ended by an operator after the time-out. */
export type ErrorType = "SYSTEM" | "BUSINESS" | "TIMEOUT";

/** Why a callback from the right sender changes nothing. */
export type ExecutionStatusIgnoredReason =
  | "STALE_HANDLE"
  | "DUPLICATE"
  | "ALREADY_REPORTED"
  | "ALREADY_ENDED"
  | "NOT_EXECUTING";

/** Why a callback is refused. */
export type ExecutionStatusRejectedReason = "UNKNOWN_STATUS" | "HANDLE_MISSING" | "HANDLE_MISMATCH";

/** Why a lifecycle event changes nothing. */
export type LifecycleIgnoredReason =
  | "STALE_HANDLE"
  | "DUPLICATE"
  | "ALREADY_REPORTED"
  | "ALREADY_ENDED"
  | "NOT_CANCELLING";

/** Why a lifecycle event is refused. */
export type LifecycleRejectedReason =
  | "UNKNOWN_EVENT"
  | "UNSUPPORTED_STATE"
  | "HANDLE_MISSING"
  | "INVALID_PAYLOAD"
  | "ALREADY_STARTED"
  | "HANDLE_REUSED"
  | "HANDLE_MISMATCH"
  | "NOT_AWAITING_CALLBACK"
  | "TOO_EARLY"
  | "AWAITING_CALLBACK"
  | "NOT_POST_PROCESSING"
  | "NOT_TIMED_OUT";

/** Why something from the right sender changes nothing, be it a callback or an event. */
export type IgnoredReason = ExecutionStatusIgnoredReason | LifecycleIgnoredReason;
/** Why something is refused, be it a callback or an event. */
export type RejectedReason = ExecutionStatusRejectedReason | LifecycleRejectedReason;
/** Why something came to nothing; `OUTCOME_REASONS` has the kind, the HTTP status and a sentence for each. */
export type OutcomeReason = IgnoredReason | RejectedReason;
