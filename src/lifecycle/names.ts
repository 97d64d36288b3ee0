/** The names of the domain. Statuses and handler results are Oracle's; events and effects are this library's. */

/** The eight statuses that a job may report. Source: REST API, executionStatus. */
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

/** A status that ends its execution: all but UPDATE. */
export type FinalStatus = Exclude<ExecutionStatus, "UPDATE">;

/** The events that the scheduler, the operator and (`checkIn`) the job apply to a request. */
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

/** The name of a callback (its status) or of a lifecycle event, as the chart lists it under `on`. */
export type ChartEvent = ExecutionStatus | LifecycleEventName;

/**
 * The actions that the scheduler must perform after an accepted callback or event. The XState machine's actions have
 * the same names.
 */
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

/** The answers of a post-processing handler: the payload of `postProcessed`. Source: Java API, `HandlerStatus`. */
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

/** The terminal states that an operator may choose: the payload of `complete`. */
export const COMPLETION_STATES = Object.freeze(["SUCCEEDED", "WARNING", "ERROR", "CANCELLED"] as const);

/**
 * One of {@link COMPLETION_STATES}.
 *
 * @useDeclaredType
 */
export type CompletionState = (typeof COMPLETION_STATES)[number];

/**
 * Why a request is in ERROR. SYSTEM: retryable. BUSINESS: not retryable. TIMEOUT: completed by an operator after a
 * time-out.
 */
export type ErrorType = "SYSTEM" | "BUSINESS" | "TIMEOUT";

// Sets, since `includes` is slow on a frozen array.
const statuses: ReadonlySet<unknown> = new Set(EXECUTION_STATUSES);
const events: ReadonlySet<unknown> = new Set(LIFECYCLE_EVENTS);

/** Returns whether a value is one of the eight statuses. */
export const isExecutionStatus = (value: unknown): value is ExecutionStatus => statuses.has(value);

/** Returns whether a value is the name of a lifecycle event. Callback statuses are not. */
export const isLifecycleEventName = (value: unknown): value is LifecycleEventName => events.has(value);
