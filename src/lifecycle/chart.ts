import type { Chart, ChartLiteral } from "./chart-types.js";

/**
 * THE chart: the lifecycle of an Oracle Enterprise Scheduler job request, written once. The table behind the pure
 * functions, the XState machine, the classification of states and the pages in docs/ are all derived from it.
 *
 * How to read it. A state lists what it takes, by event: UPPER CASE is a callback status that the job reports, camelCase
 * is what the scheduler or the operator does. Of an event's edges the first whose guard holds is taken. An edge with a
 * target moves the request; one without records in place. Of its actions the updates change the record, in order, and
 * the rest are effects: what the scheduler owes next. A state's `entry` is owed on entering it, after the edge's own
 * effects. An empty `on` is a decision: nothing leads out of a terminal state.
 *
 * Two rules stand above the states:
 * 1. A callback counts only from the latest execution, and only until that execution has sent its final report: the
 *    guard `isAwaited`, which every callback edge has. Whatever it lets through is taken; `refusals` says, in order,
 *    why everything else came to nothing.
 * 2. An event that a state does not list is not supported there. A refusal of an event stands before the edge that it
 *    keeps from happening.
 *
 * `grade`: D documented by Oracle, I inferred from what is documented, A assumed by us (docs/decisions.md says why).
 * `source`: where it is documented, or what it is inferred from; docs/decisions.md has the addresses.
 * `code`: Oracle's number of the state. `result`: what a terminal state means; FINISHED has none, its children have.
 */
const literal = {
  id: "request",
  initial: "PENDING_VALIDATION",

  states: {
    // ------------------------------------------------------------------------------------------------ waiting
    PENDING_VALIDATION: {
      description: "submitted, not yet validated",
      meta: { code: 14, phase: "waiting", terminal: false, result: null },
      on: {
        validationPassed: [{ target: "WAIT", description: "valid: waits for dispatch", meta: { grade: "I", source: "JAVA" } }],
        validationFailed: [{ target: "VALIDATION_FAILED", actions: ["keepOperatorMessage"], description: "not valid", meta: { grade: "D", source: "JAVA" } }],
        cancel: [{ target: "CANCELLED", description: "cancelled before it was validated", meta: { grade: "A" } }],
      },
    },
    WAIT: {
      description: "waiting for dispatch",
      meta: { code: 1, phase: "waiting", terminal: false, result: null },
      on: {
        dispatch: [{ target: "READY", description: "dispatched", meta: { grade: "D", source: "JAVA" } }],
        block: [{ target: "BLOCKED", description: "an incompatible request is in the way", meta: { grade: "A" } }],
        hold: [{ target: "HOLD", description: "held until released", meta: { grade: "D", source: "HOLD" } }],
        expire: [
          { guard: "hasStarted", actions: [{ type: "reject", params: { reason: "ALREADY_STARTED" } }], description: "only an unstarted request expires", meta: { grade: "D", source: "JAVA" } },
          { target: "EXPIRED", description: "expired while waiting", meta: { grade: "D", source: "JAVA" } },
        ],
        scheduleEnded: [
          { guard: "hasStarted", actions: [{ type: "reject", params: { reason: "ALREADY_STARTED" } }], description: "a request that ran is no recurring parent", meta: { grade: "I", source: "JAVA" } },
          { target: "SCHEDULE_ENDED", description: "the recurring parent's schedule ended", meta: { grade: "I", source: "JAVA" } },
        ],
        cancel: [{ target: "CANCELLED", description: "cancelled before it ran", meta: { grade: "D", source: "CANCEL" } }],
      },
    },
    READY: {
      description: "dispatched, awaiting processing",
      meta: { code: 2, phase: "waiting", terminal: false, result: null },
      on: {
        start: [
          { guard: "isHandleReused", actions: [{ type: "reject", params: { reason: "HANDLE_REUSED" } }], description: "each execution has a handle of its own", meta: { grade: "I", source: "STATUS" } },
          { target: "RUNNING", actions: ["beginExecution", "beginAttempt", "invokeJob"], description: "the next attempt begins", meta: { grade: "D", source: "JAVA" } },
        ],
        block: [{ target: "BLOCKED", description: "an incompatible request is in the way", meta: { grade: "A" } }],
        hold: [{ target: "HOLD", description: "held until released", meta: { grade: "D", source: "HOLD" } }],
        expire: [
          { guard: "hasStarted", actions: [{ type: "reject", params: { reason: "ALREADY_STARTED" } }], description: "only an unstarted request expires", meta: { grade: "D", source: "JAVA" } },
          { target: "EXPIRED", description: "expired while waiting", meta: { grade: "D", source: "JAVA" } },
        ],
        cancel: [{ target: "CANCELLED", description: "cancelled before it ran", meta: { grade: "D", source: "CANCEL" } }],
      },
    },
    BLOCKED: {
      description: "blocked by an incompatible request; resolves by itself",
      meta: { code: 5, phase: "waiting", terminal: false, result: null },
      on: {
        unblock: [{ target: "READY", description: "the way is free", meta: { grade: "A" } }],
        expire: [
          { guard: "hasStarted", actions: [{ type: "reject", params: { reason: "ALREADY_STARTED" } }], description: "only an unstarted request expires", meta: { grade: "D", source: "JAVA" } },
          { target: "EXPIRED", description: "expired while waiting", meta: { grade: "D", source: "JAVA" } },
        ],
        cancel: [{ target: "CANCELLED", description: "cancelled before it ran", meta: { grade: "D", source: "CANCEL" } }],
      },
    },
    HOLD: {
      description: "held until someone releases it",
      meta: { code: 6, phase: "waiting", terminal: false, result: null },
      on: {
        release: [{ target: "WAIT", description: "released: waits for dispatch again", meta: { grade: "D", source: "RELEASE" } }],
        cancel: [{ target: "CANCELLED", description: "cancelled before it ran", meta: { grade: "D", source: "CANCEL" } }],
      },
    },

    // ---------------------------------------------------------------------------------------------- executing
    RUNNING: {
      description: "being processed; for an asynchronous job, also while its callback is awaited",
      meta: { code: 3, phase: "executing", terminal: false, result: null },
      on: {
        SUCCESS: [{ guard: "isAwaited", target: "COMPLETED", actions: ["keepReport", "executableSucceeded"], description: "succeeded: post-processing is next", meta: { grade: "D", source: "JAVA" } }],
        WARNING: [{ guard: "isAwaited", target: "COMPLETED", actions: ["keepReport", "keepStatusMessage", "executableWarned"], description: "done with a warning: post-processing is next", meta: { grade: "D", source: "JAVA" } }],
        ERROR: [
          { guard: "isAwaitedWithRetriesLeft", target: "ERROR_AUTO_RETRY", actions: ["keepReport", "keepStatusMessage"], description: "failed, and a retry is left", meta: { grade: "D", source: "STATUS" } },
          { guard: "isAwaited", target: "ERROR", actions: ["keepReport", "keepStatusMessage", "failedBySystem"], description: "failed, and no retry is left", meta: { grade: "D", source: "STATUS" } },
        ],
        BUSINESS_ERROR: [{ guard: "isAwaited", target: "ERROR", actions: ["keepReport", "keepStatusMessage", "failedByBusiness"], description: "failed for good: never retried", meta: { grade: "D", source: "STATUS" } }],
        PAUSE: [{ guard: "isAwaited", target: "PAUSED", actions: ["keepReport", "keepPausedState", "startSubRequests"], description: "paused for its sub-requests", meta: { grade: "D", source: "STATUS" } }],
        SUSPEND: [{ guard: "isAwaited", target: "PAUSED", actions: ["keepReport", "keepStatusMessage"], description: "suspended itself: runs again when resumed", meta: { grade: "A" } }],
        CANCEL: [{ guard: "isAwaited", target: "CANCELLED", actions: ["keepReport"], description: "cancelled its own execution", meta: { grade: "I", source: "STATUS" } }],
        UPDATE: [{ guard: "isAwaited", actions: ["keepUpdate", "deliverUpdate"], description: "still at work", meta: { grade: "I", source: "STATUS" } }],
        timeOut: [
          { guard: "isTimedOut", actions: [{ type: "ignore", params: { reason: "DUPLICATE" } }], description: "the time-out passed before", meta: { grade: "A" } },
          { actions: ["markTimedOut", "alertOperator"], description: "the time-out passed; a callback is still valid", meta: { grade: "D", source: "TROUBLE" } },
        ],
        manualRecoveryRequired: [{ target: "ERROR_MANUAL_RECOVERY", actions: ["keepOperatorMessage"], description: "an operator must decide; the handle stays valid", meta: { grade: "D", source: "JAVA" } }],
        complete: [
          { guard: "isNotTimedOut", actions: [{ type: "reject", params: { reason: "NOT_TIMED_OUT" } }], description: "while the job may still report, nobody completes for it", meta: { grade: "I", source: "TROUBLE" } },
          { guard: "isCompletedAsSucceeded", target: "SUCCEEDED", actions: ["keepOperatorMessage"], description: "timed out; the operator says it succeeded", meta: { grade: "I", source: "TROUBLE" } },
          { guard: "isCompletedAsWarning", target: "WARNING", actions: ["keepOperatorMessage"], description: "timed out; the operator says it ended with a warning", meta: { grade: "I", source: "TROUBLE" } },
          { guard: "isCompletedAsError", target: "ERROR", actions: ["keepOperatorMessage", "failedByOperator"], description: "timed out; the operator says it failed", meta: { grade: "I", source: "TROUBLE" } },
          { guard: "isCompletedAsCancelled", target: "CANCELLED", actions: ["keepOperatorMessage"], description: "timed out; the operator says it was cancelled", meta: { grade: "I", source: "TROUBLE" } },
        ],
        cancel: [{ target: "CANCELLING", actions: ["beginCancelling", "notifyCancellation"], description: "the job is asked to stop", meta: { grade: "D", source: "CANCEL" } }],
      },
    },
    CANCELLING: {
      description: "cancelled, awaiting acknowledgement; ends in CANCELLED or in what the job reports",
      meta: { code: 7, phase: "executing", terminal: false, result: null },
      on: {
        SUCCESS: [{ guard: "isAwaited", target: "SUCCEEDED", actions: ["keepReport", "executableSucceeded"], description: "done before it heard: post-processing is skipped", meta: { grade: "I", source: "CANCEL" } }],
        WARNING: [
          { guard: "isAwaited", target: "WARNING", actions: ["keepReport", "keepStatusMessage", "executableWarned"], description: "done before it heard, with a warning: post-processing is skipped", meta: { grade: "I", source: "CANCEL" } },
        ],
        ERROR: [{ guard: "isAwaited", target: "ERROR", actions: ["keepReport", "keepStatusMessage", "failedBySystem"], description: "failed before it heard: not retried", meta: { grade: "I", source: "CANCEL" } }],
        BUSINESS_ERROR: [{ guard: "isAwaited", target: "ERROR", actions: ["keepReport", "keepStatusMessage", "failedByBusiness"], description: "failed for good before it heard", meta: { grade: "I", source: "CANCEL" } }],
        PAUSE: [{ guard: "isAwaited", target: "CANCELLED", actions: ["keepReport", "keepPausedState"], description: "stopped to pause: nothing runs, so it is cancelled", meta: { grade: "I", source: "CANCEL" } }],
        SUSPEND: [{ guard: "isAwaited", target: "CANCELLED", actions: ["keepReport", "keepStatusMessage"], description: "stopped itself: nothing runs, so it is cancelled", meta: { grade: "A" } }],
        CANCEL: [{ guard: "isAwaited", target: "CANCELLED", actions: ["keepReport"], description: "acknowledged", meta: { grade: "D", source: "CANCEL" } }],
        UPDATE: [{ guard: "isAwaited", actions: ["keepUpdate", "deliverUpdate"], description: "still at work", meta: { grade: "I", source: "STATUS" } }],
        checkIn: [{ guard: "isAwaited", actions: ["checkedIn"], description: "the job learns that it was cancelled, and is known to be alive", meta: { grade: "D", source: "CHECK_IN" } }],
        cancel: [{ actions: [{ type: "ignore", params: { reason: "DUPLICATE" } }], description: "it is being cancelled already", meta: { grade: "A" } }],
        forceCancel: [
          { guard: "isNotAwaitingCallback", actions: [{ type: "reject", params: { reason: "NOT_AWAITING_CALLBACK" } }], description: "no job is out that could be given up", meta: { grade: "D", source: "FORCE" } },
          { guard: "isTooEarly", actions: [{ type: "reject", params: { reason: "TOO_EARLY" } }], description: "the job has 30 minutes from when it was last seen", meta: { grade: "D", source: "FORCE" } },
          { target: "CANCELLED", description: "the job is given up", meta: { grade: "D", source: "FORCE" } },
        ],
        cancelCompleted: [
          { guard: "isAwaitingCallback", actions: [{ type: "reject", params: { reason: "AWAITING_CALLBACK" } }], description: "the job has yet to acknowledge", meta: { grade: "I", source: "CANCEL" } },
          { target: "CANCELLED", description: "its sub-requests or its post-processing stopped", meta: { grade: "I", source: "CANCEL" } },
        ],
        postProcessed: [
          { guard: "isNotPostProcessing", actions: [{ type: "reject", params: { reason: "NOT_POST_PROCESSING" } }], description: "cancelling did not begin in COMPLETED", meta: { grade: "I", source: "CANCEL" } },
          { guard: "isProceedAfterWarning", target: "WARNING", description: "done before it was stopped, after a warning", meta: { grade: "D", source: "HANDLER" } },
          { guard: "isProceed", target: "SUCCEEDED", description: "done before it was stopped", meta: { grade: "D", source: "HANDLER" } },
          { guard: "isWarn", target: "WARNING", description: "done before it was stopped, with a warning", meta: { grade: "I", source: "HANDLER" } },
          { guard: "isBizError", target: "ERROR", actions: ["failedByBusiness"], description: "failed before it was stopped", meta: { grade: "A" } },
          { guard: "isSystemError", target: "ERROR", actions: ["failedBySystem"], description: "failed before it was stopped", meta: { grade: "A" } },
          { guard: "isCancel", target: "CANCELLED", description: "post-processing cancelled the request", meta: { grade: "A" } },
          { guard: "isDelay", actions: ["runPostProcessing"], description: "not yet: to be run again", meta: { grade: "I", source: "HANDLER" } },
        ],
      },
    },

    // ------------------------------------------------------------------------------------ stopped for a while
    PAUSED: {
      description: "paused for sub-requests, or suspended by itself",
      meta: { code: 13, phase: "paused", terminal: false, result: null },
      on: {
        resume: [
          { guard: "isHandleReused", actions: [{ type: "reject", params: { reason: "HANDLE_REUSED" } }], description: "each execution has a handle of its own", meta: { grade: "I", source: "STATUS" } },
          { target: "RUNNING", actions: ["beginExecution", "invokeJob"], description: "the same attempt goes on, in a new execution", meta: { grade: "D", source: "JAVA" } },
        ],
        cancel: [{ target: "CANCELLING", actions: ["beginCancelling", "cancelSubRequests"], description: "its sub-requests are asked to stop", meta: { grade: "I", source: "CANCEL" } }],
      },
    },
    ERROR_AUTO_RETRY: {
      description: "ended in an error and will be retried",
      meta: { code: 18, phase: "retrying", terminal: false, result: null },
      entry: ["scheduleRetry"],
      on: {
        retry: [{ target: "WAIT", actions: ["countRetry"], description: "waits for its next attempt", meta: { grade: "A" } }],
        cancel: [{ target: "CANCELLED", description: "cancelled before its next attempt", meta: { grade: "A" } }],
      },
    },
    ERROR_MANUAL_RECOVERY: {
      description: "an operator must decide; the remote job may still be alive, and its report is evidence",
      meta: { code: 19, phase: "recovering", terminal: false, result: null },
      entry: ["alertOperator"],
      on: {
        SUCCESS: [{ guard: "isAwaited", actions: ["keepReport", "alertOperator"], description: "kept for the operator", meta: { grade: "I", source: "JAVA" } }],
        WARNING: [{ guard: "isAwaited", actions: ["keepReport", "keepStatusMessage", "alertOperator"], description: "kept for the operator", meta: { grade: "I", source: "JAVA" } }],
        ERROR: [{ guard: "isAwaited", actions: ["keepReport", "keepStatusMessage", "alertOperator"], description: "kept for the operator", meta: { grade: "I", source: "JAVA" } }],
        BUSINESS_ERROR: [{ guard: "isAwaited", actions: ["keepReport", "keepStatusMessage", "alertOperator"], description: "kept for the operator", meta: { grade: "I", source: "JAVA" } }],
        PAUSE: [{ guard: "isAwaited", actions: ["keepReport", "keepPausedState", "alertOperator"], description: "kept for the operator", meta: { grade: "I", source: "JAVA" } }],
        SUSPEND: [{ guard: "isAwaited", actions: ["keepReport", "keepStatusMessage", "alertOperator"], description: "kept for the operator", meta: { grade: "I", source: "JAVA" } }],
        CANCEL: [{ guard: "isAwaited", actions: ["keepReport", "alertOperator"], description: "kept for the operator", meta: { grade: "I", source: "JAVA" } }],
        UPDATE: [{ guard: "isAwaited", actions: ["keepUpdate"], description: "a sign of life, kept for the operator", meta: { grade: "I", source: "JAVA" } }],
        recover: [{ target: "WAIT", description: "the operator has it run again", meta: { grade: "I", source: "JAVA" } }],
        complete: [
          { guard: "isCompletedAsSucceeded", target: "SUCCEEDED", actions: ["keepOperatorMessage"], description: "the operator says it succeeded", meta: { grade: "I", source: "JAVA" } },
          { guard: "isCompletedAsWarning", target: "WARNING", actions: ["keepOperatorMessage"], description: "the operator says it ended with a warning", meta: { grade: "I", source: "JAVA" } },
          { guard: "isCompletedAsError", target: "ERROR", actions: ["keepOperatorMessage", "failedByOperator"], description: "the operator says it failed", meta: { grade: "I", source: "JAVA" } },
          { guard: "isCompletedAsCancelled", target: "CANCELLED", actions: ["keepOperatorMessage"], description: "the operator says it was cancelled", meta: { grade: "I", source: "JAVA" } },
        ],
        cancel: [{ target: "CANCELLED", actions: ["notifyCancellation"], description: "given up; the job, if alive, is told", meta: { grade: "A" } }],
      },
    },

    // ---------------------------------------------------------------------------------------------- finishing
    COMPLETED: {
      description: "the executable is done, post-processing has begun; not final",
      meta: { code: 4, phase: "finishing", terminal: false, result: null },
      entry: ["runPostProcessing"],
      on: {
        postProcessed: [
          { guard: "isProceedAfterWarning", target: "WARNING", description: "done, after a warning", meta: { grade: "D", source: "HANDLER" } },
          { guard: "isProceed", target: "SUCCEEDED", description: "done", meta: { grade: "D", source: "HANDLER" } },
          { guard: "isWarn", target: "WARNING", description: "post-processing warned", meta: { grade: "I", source: "HANDLER" } },
          { guard: "isBizError", target: "ERROR", actions: ["failedByBusiness"], description: "post-processing failed", meta: { grade: "A" } },
          { guard: "isSystemError", target: "ERROR", actions: ["failedBySystem"], description: "post-processing failed", meta: { grade: "A" } },
          { guard: "isCancel", target: "CANCELLED", description: "post-processing cancelled the request", meta: { grade: "A" } },
          { guard: "isDelay", actions: ["runPostProcessing"], description: "not yet: to be run again", meta: { grade: "I", source: "HANDLER" } },
        ],
        cancel: [{ target: "CANCELLING", actions: ["beginCancelling", "stopPostProcessing"], description: "post-processing is asked to stop", meta: { grade: "D", source: "CANCEL" } }],
      },
    },
    SCHEDULE_ENDED: {
      description: "a recurring parent whose schedule ended; its children may still run",
      meta: { code: 16, phase: "parent", terminal: false, result: null },
      on: {
        childrenFinished: [{ target: "FINISHED", description: "the last child is finished", meta: { grade: "I", source: "JAVA" } }],
        cancel: [{ target: "CANCELLED", description: "cancelled with children still to finish", meta: { grade: "A" } }],
      },
    },

    // -------------------------------------------------------------------------------------------------- ended
    SUCCEEDED: { description: "ran and succeeded", type: "final", meta: { code: 12, phase: "ended", terminal: true, result: "success" }, entry: ["notifyEnded"], on: {} },
    WARNING: { description: "ran and ended with a warning", type: "final", meta: { code: 11, phase: "ended", terminal: true, result: "warning" }, entry: ["notifyEnded"], on: {} },
    ERROR: { description: "ended in an error", type: "final", meta: { code: 10, phase: "ended", terminal: true, result: "failure" }, entry: ["notifyEnded"], on: {} },
    CANCELLED: { description: "cancelled", type: "final", meta: { code: 9, phase: "ended", terminal: true, result: "cancelled" }, entry: ["notifyEnded"], on: {} },
    EXPIRED: { description: "expired before it could be processed", type: "final", meta: { code: 8, phase: "ended", terminal: true, result: "failure" }, entry: ["notifyEnded"], on: {} },
    VALIDATION_FAILED: { description: "validation failed", type: "final", meta: { code: 15, phase: "ended", terminal: true, result: "failure" }, entry: ["notifyEnded"], on: {} },
    FINISHED: { description: "a recurring parent and all its children are finished; they have the results", type: "final", meta: { code: 17, phase: "ended", terminal: true, result: null }, entry: ["notifyEnded"], on: {} },
  },

  // In every state, after its own edges: what a job hears that asks whether it was cancelled.
  on: {
    checkIn: [
      { guard: "isStaleHandle", actions: [{ type: "ignore", params: { reason: "STALE_HANDLE" } }], description: "an earlier execution asks", meta: { grade: "I", source: "CHECK_IN" } },
      { guard: "isHandleMismatch", actions: [{ type: "reject", params: { reason: "HANDLE_MISMATCH" } }], description: "no execution of this request asks", meta: { grade: "A" } },
      { guard: "isAlreadyReported", actions: [{ type: "ignore", params: { reason: "ALREADY_REPORTED" } }], description: "the execution has ended by its own report", meta: { grade: "I", source: "CHECK_IN" } },
      { guard: "hasEnded", actions: [{ type: "ignore", params: { reason: "ALREADY_ENDED" } }], description: "the request has ended without a report", meta: { grade: "I", source: "CHECK_IN" } },
      { actions: [{ type: "ignore", params: { reason: "NOT_CANCELLING" } }], description: "nobody cancelled: go on", meta: { grade: "I", source: "CHECK_IN" } },
    ],
  },

  // Why a callback that no state took came to nothing: the first whose guard holds.
  refusals: [
    {
      guard: "isUnknownStatus",
      kind: "rejected",
      reason: "UNKNOWN_STATUS",
      httpStatus: 400,
      description: "Expected one of the eight execution statuses, but found something else. Send SUCCESS, UPDATE, PAUSE, WARNING, ERROR, BUSINESS_ERROR, CANCEL or SUSPEND.",
      meta: { grade: "D", source: "STATUS" },
    },
    {
      guard: "isHandleMissing",
      kind: "rejected",
      reason: "HANDLE_MISSING",
      httpStatus: 400,
      description: "Expected a request handle, but found none. Send that of the execution that reports, or a fresh one for an execution that begins.",
      meta: { grade: "I", source: "STATUS" },
    },
    {
      guard: "isStaleHandle",
      kind: "ignored",
      reason: "STALE_HANDLE",
      httpStatus: 200,
      description: "Expected the handle of the latest execution, but found that of an earlier one. Nothing to do: a newer execution speaks for the request.",
      meta: { grade: "I", source: "STATUS" },
    },
    {
      guard: "isHandleMismatch",
      kind: "rejected",
      reason: "HANDLE_MISMATCH",
      httpStatus: 403,
      description: "Expected the handle of the latest execution, but found one that no execution of this request is known by. Check that the request id and the handle belong together.",
      meta: { grade: "A" },
    },
    {
      guard: "isDuplicateReport",
      kind: "ignored",
      reason: "DUPLICATE",
      httpStatus: 200,
      description: "Expected something new, but found what came before. Nothing to do: it had its effect the first time.",
      meta: { grade: "I", source: "STATUS" },
    },
    {
      guard: "isAlreadyReported",
      kind: "ignored",
      reason: "ALREADY_REPORTED",
      httpStatus: 200,
      description: "Expected nothing more of this execution, but found a callback after its final report. Nothing to do: the first final report counts.",
      meta: { grade: "I", source: "STATUS" },
    },
    {
      guard: "hasEnded",
      kind: "ignored",
      reason: "ALREADY_ENDED",
      httpStatus: 200,
      description: "Expected a request that is still alive, but found one that ended before this execution reported. Nothing to do: an ended request stays as it is.",
      meta: { grade: "I", source: "STATUS" },
    },
    {
      kind: "ignored",
      reason: "NOT_EXECUTING",
      httpStatus: 200,
      description: "Expected a request that takes callbacks, but found one in a state that takes none. Nothing to do: the next execution will report for itself.",
      meta: { grade: "I", source: "STATUS" },
    },
  ],

  // The reasons that only lifecycle events meet; the guards that lead to them stand on the edges above.
  eventRefusals: [
    {
      kind: "rejected",
      reason: "UNKNOWN_EVENT",
      httpStatus: 400,
      description: "Expected one of the lifecycle events, but found something else. Send one of those, by its name; a callback is none.",
      meta: { grade: "A" },
    },
    {
      kind: "rejected",
      reason: "UNSUPPORTED_STATE",
      httpStatus: 400,
      description: "Expected a state that takes this event, but found one that does not. Read the request again: it may have moved on.",
      meta: { grade: "D", source: "CANCEL" },
    },
    {
      kind: "rejected",
      reason: "INVALID_PAYLOAD",
      httpStatus: 400,
      description: "Expected the members that this event carries, but found one missing or of the wrong type. Send the event again with all of them.",
      meta: { grade: "A" },
    },
    {
      kind: "rejected",
      reason: "ALREADY_STARTED",
      httpStatus: 400,
      description: "Expected a request that never ran, but found one whose execution has begun. Cancel it instead.",
      meta: { grade: "D", source: "JAVA" },
    },
    {
      kind: "rejected",
      reason: "HANDLE_REUSED",
      httpStatus: 400,
      description: "Expected a new handle for a new execution, but found one that this request had before. Make a fresh one.",
      meta: { grade: "I", source: "STATUS" },
    },
    {
      kind: "ignored",
      reason: "NOT_CANCELLING",
      httpStatus: 200,
      description: "Expected a request that is being cancelled, but found one that is not. Nothing to do: the job goes on.",
      meta: { grade: "I", source: "CHECK_IN" },
    },
    {
      kind: "rejected",
      reason: "NOT_AWAITING_CALLBACK",
      httpStatus: 400,
      description: "Expected an execution whose callback is awaited, but found one that has reported. Send cancelCompleted when what it left behind has stopped.",
      meta: { grade: "D", source: "FORCE" },
    },
    {
      kind: "rejected",
      reason: "TOO_EARLY",
      httpStatus: 400,
      description: "Expected 30 minutes without a sign of the job, but found less. Try again later.",
      meta: { grade: "D", source: "FORCE" },
    },
    {
      kind: "rejected",
      reason: "AWAITING_CALLBACK",
      httpStatus: 400,
      description: "Expected an execution that has reported, but found one whose callback is still awaited. Wait for it, or force the cancellation after 30 minutes.",
      meta: { grade: "I", source: "CANCEL" },
    },
    {
      kind: "rejected",
      reason: "NOT_POST_PROCESSING",
      httpStatus: 400,
      description: "Expected a request in post-processing, but found one that was cancelled before any began. Wait for the job's callback; where none is awaited, send cancelCompleted.",
      meta: { grade: "I", source: "CANCEL" },
    },
    {
      kind: "rejected",
      reason: "NOT_TIMED_OUT",
      httpStatus: 400,
      description: "Expected a request that has timed out, but found one whose time is not up. Wait for its callback, or cancel it.",
      meta: { grade: "I", source: "TROUBLE" },
    },
  ],
} as const satisfies ChartLiteral;

/** The literal's own type, for the type tests; the widened `Chart` is what readers get. */
export type WrittenChart = typeof literal;

/** The lifecycle as plain data: every state, edge, guard, update, effect and refusal, by name. */
export const chart: Chart = literal;
