import type { ChartLiteral } from "./chart-types.js";

/**
 * The lifecycle of a job request as a statechart, written once. The pure functions, the XState machine, the diagrams
 * and the tables of the documentation are derived from it.
 *
 * Theory of operation
 *
 * A request is always in one of 19 states. An *execution* of its job begins with `start` or `resume` and gets a new
 * *request handle*, the fencing token of that execution. The job then sends callbacks, each with a status: any number
 * of UPDATE, and a *final report*, which is SUCCESS, WARNING, ERROR, BUSINESS_ERROR, PAUSE, SUSPEND or CANCEL. Only the
 * first final report of an execution counts. Everything else that happens to the request is a lifecycle event of the
 * scheduler or the operator; `checkIn` alone comes from the job.
 *
 * A state lists its transitions by event. UPPER CASE is the status of a callback, camelCase is a lifecycle event. If an
 * event has several transitions, the first one whose `guard` passes is taken; if none passes, those of the root follow.
 *
 *   target    the next state; without one, the event is recorded in the same state
 *   actions   assign actions, which change the record (assign-actions.ts), then effects, which the scheduler performs
 *   ignore    no effect, for this reason; the sender gets 200 and need not do anything
 *   reject    no effect, for this reason; the sender gets an error
 *   entry     the effects of entering the state, after those of the transition
 *
 * Two rules apply to all states:
 *
 * 1. Fencing. A callback takes a transition only if the state lists its status and `mayReport` passes: its handle is
 *    the one of the latest execution, which has not sent its final report. Otherwise the first matching fallback says
 *    why it has no effect. This makes final reports idempotent under at-least-once delivery.
 * 2. A lifecycle event that neither the state nor the root lists is rejected with UNSUPPORTED_STATE.
 *
 * What each transition means and where it comes from is in annotations.ts, what each reason says in reasons.ts.
 */

const callbacks = {
  guard: "mayReport",
  fallbacks: [
    { guard: "isUnknownStatus", reject: "UNKNOWN_STATUS" },
    { guard: "isHandleMissing", reject: "HANDLE_MISSING" },
    { guard: "isStaleHandle", ignore: "STALE_HANDLE" },
    { guard: "isHandleMismatch", reject: "HANDLE_MISMATCH" },
    { guard: "isDuplicateReport", ignore: "DUPLICATE" },
    { guard: "hasReported", ignore: "ALREADY_REPORTED" },
    { guard: "hasEnded", ignore: "ALREADY_ENDED" },
    { ignore: "NOT_EXECUTING" },
  ],
} as const satisfies ChartLiteral["callbacks"];

/** The transitions of every state, after its own. */
const on = {
  checkIn: [
    { guard: "isStaleHandle", ignore: "STALE_HANDLE" },
    { guard: "isHandleMismatch", reject: "HANDLE_MISMATCH" },
    { guard: "hasReported", ignore: "ALREADY_REPORTED" },
    { guard: "hasEnded", ignore: "ALREADY_ENDED" },
    { ignore: "NOT_CANCELLING" },
  ],
} as const satisfies ChartLiteral["on"];

// biome-ignore format: one transition is one line.
const states = {
  // Waiting

  PENDING_VALIDATION: { on: {
    validationPassed: { target: "WAIT" },
    validationFailed: { target: "VALIDATION_FAILED", actions: ["setOperatorMessage"] },
    cancel: { target: "CANCELLED" },
  } },

  WAIT: { on: {
    dispatch: { target: "READY" },
    block: { target: "BLOCKED" },
    hold: { target: "HOLD" },
    expire: [
      { guard: "hasStarted", reject: "ALREADY_STARTED" },
      { target: "EXPIRED" },
    ],
    scheduleEnded: [
      { guard: "hasStarted", reject: "ALREADY_STARTED" },
      { target: "SCHEDULE_ENDED" },
    ],
    cancel: { target: "CANCELLED" },
  } },

  READY: { on: {
    start: [
      { guard: "isHandleReused", reject: "HANDLE_REUSED" },
      { target: "RUNNING", actions: ["beginExecution", "beginAttempt", "invokeJob"] },
    ],
    block: { target: "BLOCKED" },
    hold: { target: "HOLD" },
    expire: [
      { guard: "hasStarted", reject: "ALREADY_STARTED" },
      { target: "EXPIRED" },
    ],
    cancel: { target: "CANCELLED" },
  } },

  BLOCKED: { on: {
    unblock: { target: "READY" },
    expire: [
      { guard: "hasStarted", reject: "ALREADY_STARTED" },
      { target: "EXPIRED" },
    ],
    cancel: { target: "CANCELLED" },
  } },

  HOLD: { on: {
    release: { target: "WAIT" },
    cancel: { target: "CANCELLED" },
  } },

  // Executing

  RUNNING: { on: {
    SUCCESS: { target: "COMPLETED", actions: ["setReport", "setExecutableSuccess"] },
    WARNING: { target: "COMPLETED", actions: ["setReport", "setMessage", "setExecutableWarning"] },
    ERROR: [
      { guard: "canRetry", target: "ERROR_AUTO_RETRY", actions: ["setReport", "setMessage"] },
      { target: "ERROR", actions: ["setReport", "setMessage", "setSystemError"] },
    ],
    BUSINESS_ERROR: { target: "ERROR", actions: ["setReport", "setMessage", "setBusinessError"] },
    PAUSE: { target: "PAUSED", actions: ["setReport", "setPausedState", "startSubRequests"] },
    SUSPEND: { target: "PAUSED", actions: ["setReport", "setMessage"] },
    CANCEL: { target: "CANCELLED", actions: ["setReport"] },
    UPDATE: { actions: ["setUpdate", "deliverUpdate"] },
    timeOut: [
      { guard: "isTimedOut", ignore: "DUPLICATE" },
      { actions: ["setTimedOut", "alertOperator"] },
    ],
    manualRecoveryRequired: { target: "ERROR_MANUAL_RECOVERY", actions: ["setOperatorMessage"] },
    complete: [
      { guard: "isNotTimedOut", reject: "NOT_TIMED_OUT" },
      { guard: "choseSucceeded", target: "SUCCEEDED", actions: ["setOperatorMessage"] },
      { guard: "choseWarning", target: "WARNING", actions: ["setOperatorMessage"] },
      { guard: "choseError", target: "ERROR", actions: ["setOperatorMessage", "setOperatorError"] },
      { guard: "choseCancelled", target: "CANCELLED", actions: ["setOperatorMessage"] },
    ],
    cancel: { target: "CANCELLING", actions: ["beginCancelling", "notifyCancellation"] },
  } },

  CANCELLING: { on: {
    SUCCESS: { target: "SUCCEEDED", actions: ["setReport", "setExecutableSuccess"] },
    WARNING: { target: "WARNING", actions: ["setReport", "setMessage", "setExecutableWarning"] },
    ERROR: { target: "ERROR", actions: ["setReport", "setMessage", "setSystemError"] },
    BUSINESS_ERROR: { target: "ERROR", actions: ["setReport", "setMessage", "setBusinessError"] },
    PAUSE: { target: "CANCELLED", actions: ["setReport", "setPausedState"] },
    SUSPEND: { target: "CANCELLED", actions: ["setReport", "setMessage"] },
    CANCEL: { target: "CANCELLED", actions: ["setReport"] },
    UPDATE: { actions: ["setUpdate", "deliverUpdate"] },
    checkIn: { guard: "mayReport", actions: ["setLastSeen"] },
    cancel: { ignore: "DUPLICATE" },
    forceCancel: [
      { guard: "isNoCallbackAwaited", reject: "NOT_AWAITING_CALLBACK" },
      { guard: "isTooEarly", reject: "TOO_EARLY" },
      { target: "CANCELLED" },
    ],
    cancelCompleted: [
      { guard: "isCallbackAwaited", reject: "AWAITING_CALLBACK" },
      { target: "CANCELLED" },
    ],
    postProcessed: [
      { guard: "isNotPostProcessing", reject: "NOT_POST_PROCESSING" },
      { guard: "isProceedAfterWarning", target: "WARNING" },
      { guard: "isProceed", target: "SUCCEEDED" },
      { guard: "isWarn", target: "WARNING" },
      { guard: "isBizError", target: "ERROR", actions: ["setBusinessError"] },
      { guard: "isSystemError", target: "ERROR", actions: ["setSystemError"] },
      { guard: "isCancel", target: "CANCELLED" },
      { guard: "isDelay", actions: ["runPostProcessing"] },
    ],
  } },

  // Interrupted

  PAUSED: { on: {
    resume: [
      { guard: "isHandleReused", reject: "HANDLE_REUSED" },
      { target: "RUNNING", actions: ["beginExecution", "invokeJob"] },
    ],
    cancel: { target: "CANCELLING", actions: ["beginCancelling", "cancelSubRequests"] },
  } },

  ERROR_AUTO_RETRY: { entry: ["scheduleRetry"], on: {
    retry: { target: "WAIT", actions: ["countRetry"] },
    cancel: { target: "CANCELLED" },
  } },

  ERROR_MANUAL_RECOVERY: { entry: ["alertOperator"], on: {
    SUCCESS: { actions: ["setReport", "alertOperator"] },
    WARNING: { actions: ["setReport", "setMessage", "alertOperator"] },
    ERROR: { actions: ["setReport", "setMessage", "alertOperator"] },
    BUSINESS_ERROR: { actions: ["setReport", "setMessage", "alertOperator"] },
    PAUSE: { actions: ["setReport", "setPausedState", "alertOperator"] },
    SUSPEND: { actions: ["setReport", "setMessage", "alertOperator"] },
    CANCEL: { actions: ["setReport", "alertOperator"] },
    UPDATE: { actions: ["setUpdate"] }, // Evidence only: it is not delivered to the update handler.
    recover: { target: "WAIT" },
    complete: [
      { guard: "choseSucceeded", target: "SUCCEEDED", actions: ["setOperatorMessage"] },
      { guard: "choseWarning", target: "WARNING", actions: ["setOperatorMessage"] },
      { guard: "choseError", target: "ERROR", actions: ["setOperatorMessage", "setOperatorError"] },
      { guard: "choseCancelled", target: "CANCELLED", actions: ["setOperatorMessage"] },
    ],
    cancel: { target: "CANCELLED", actions: ["notifyCancellation"] },
  } },

  // Finishing

  COMPLETED: { entry: ["runPostProcessing"], on: {
    postProcessed: [
      { guard: "isProceedAfterWarning", target: "WARNING" },
      { guard: "isProceed", target: "SUCCEEDED" },
      { guard: "isWarn", target: "WARNING" },
      { guard: "isBizError", target: "ERROR", actions: ["setBusinessError"] },
      { guard: "isSystemError", target: "ERROR", actions: ["setSystemError"] },
      { guard: "isCancel", target: "CANCELLED" },
      { guard: "isDelay", actions: ["runPostProcessing"] },
    ],
    cancel: { target: "CANCELLING", actions: ["beginCancelling", "stopPostProcessing"] },
  } },

  SCHEDULE_ENDED: { on: {
    childrenFinished: { target: "FINISHED" },
    cancel: { target: "CANCELLED" },
  } },

  // Ended

  SUCCEEDED: { type: "final", entry: ["notifyEnded"] },
  WARNING: { type: "final", entry: ["notifyEnded"] },
  ERROR: { type: "final", entry: ["notifyEnded"] },
  CANCELLED: { type: "final", entry: ["notifyEnded"] },
  EXPIRED: { type: "final", entry: ["notifyEnded"] },
  VALIDATION_FAILED: { type: "final", entry: ["notifyEnded"] },
  FINISHED: { type: "final", entry: ["notifyEnded"] },
} as const satisfies ChartLiteral["states"];

export const chart = {
  id: "request",
  initial: "PENDING_VALIDATION",
  callbacks,
  on,
  states,
} as const satisfies ChartLiteral;
