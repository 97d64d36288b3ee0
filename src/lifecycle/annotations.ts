import { type AnnotationsOf, assumed, documented, inferred, type StateAnnotationsOf } from "./annotation-types.js";
import type { chart } from "./chart.js";
import type { RequestState } from "./states.js";

/**
 * What each state and each transition of the chart means, and where it comes from: documented by Oracle, inferred from
 * what is documented, or assumed by this library. docs/decisions.md explains the assumptions and links the sources.
 *
 * The keys are those of the chart. If an event has several transitions, each has the key of its guard, and the
 * unguarded one is `otherwise`. The compiler rejects a missing annotation and an extra one.
 */

export const stateDescriptions: { readonly [S in RequestState]: string } = {
  PENDING_VALIDATION: "submitted, not yet validated",
  WAIT: "waiting for dispatch",
  READY: "dispatched, waiting to be processed",
  BLOCKED: "blocked by an incompatible request; the block is removed without intervention",
  HOLD: "held until an operator releases it",
  RUNNING: "being processed; for an asynchronous job, also while its callback is awaited",
  CANCELLING: "cancelled, but the cancellation is not acknowledged yet; can end in any result that the job reports",
  PAUSED: "paused for sub-requests, or suspended by the job itself",
  ERROR_AUTO_RETRY: "ended in an error and will be retried",
  ERROR_MANUAL_RECOVERY: "an operator must decide; the job may still be running, and its report is kept as evidence",
  COMPLETED: "the executable has finished and post-processing has begun; not a final state",
  SCHEDULE_ENDED: "a recurring parent request whose schedule has ended; its children may still be running",
  SUCCEEDED: "ran and succeeded",
  WARNING: "ran and ended with a warning",
  ERROR: "ended in an error",
  CANCELLED: "cancelled",
  EXPIRED: "expired before it was processed",
  VALIDATION_FAILED: "validation failed",
  FINISHED: "a recurring parent request whose children have all finished; they have the results",
};

export const rootAnnotations = {
  checkIn: {
    isStaleHandle: inferred("CHECK_IN", "an earlier execution checks in"),
    isHandleMismatch: assumed("the handle is not one of this request"),
    hasReported: inferred("CHECK_IN", "the execution has already sent its final report"),
    hasEnded: inferred("CHECK_IN", "the request ended before the execution reported"),
    otherwise: inferred("CHECK_IN", "the request is not being cancelled; the job continues"),
  },
} as const satisfies AnnotationsOf<(typeof chart)["on"]>;

export const annotations = {
  // Waiting

  PENDING_VALIDATION: {
    validationPassed: inferred("JAVA", "the request is valid and waits for dispatch"),
    validationFailed: documented("JAVA", "the request is not valid"),
    cancel: assumed("cancelled before validation"),
  },

  WAIT: {
    dispatch: documented("JAVA", "dispatched"),
    block: assumed("an incompatible request is running"),
    hold: documented("HOLD", "held until released"),
    expire: {
      hasStarted: documented("JAVA", "only a request that never started can expire"),
      otherwise: documented("JAVA", "expired while waiting"),
    },
    scheduleEnded: {
      hasStarted: inferred("JAVA", "a request that has started is not a recurring parent"),
      otherwise: inferred("JAVA", "the schedule of the recurring parent ended"),
    },
    cancel: documented("CANCEL", "cancelled before it ran"),
  },

  READY: {
    start: {
      isHandleReused: inferred("STATUS", "every execution has a handle of its own"),
      otherwise: documented("JAVA", "the next attempt begins"),
    },
    block: assumed("an incompatible request is running"),
    hold: documented("HOLD", "held until released"),
    expire: {
      hasStarted: documented("JAVA", "only a request that never started can expire"),
      otherwise: documented("JAVA", "expired while waiting"),
    },
    cancel: documented("CANCEL", "cancelled before it ran"),
  },

  BLOCKED: {
    unblock: assumed("the incompatible request has ended"),
    expire: {
      hasStarted: documented("JAVA", "only a request that never started can expire"),
      otherwise: documented("JAVA", "expired while waiting"),
    },
    cancel: documented("CANCEL", "cancelled before it ran"),
  },

  HOLD: {
    release: documented("RELEASE", "released; waits for dispatch again"),
    cancel: documented("CANCEL", "cancelled before it ran"),
  },

  // Executing

  RUNNING: {
    SUCCESS: documented("JAVA", "the executable succeeded; post-processing begins"),
    WARNING: documented("JAVA", "the executable ended with a warning; post-processing begins"),
    ERROR: {
      canRetry: documented("STATUS", "failed, with a retry left"),
      otherwise: documented("STATUS", "failed, with no retry left"),
    },
    BUSINESS_ERROR: documented("STATUS", "failed with an error that is never retried"),
    PAUSE: documented("STATUS", "paused for its sub-requests"),
    SUSPEND: assumed("suspended by the job itself; continues when resumed"),
    CANCEL: inferred("STATUS", "the job cancelled its own execution"),
    UPDATE: inferred("STATUS", "progress of a running job"),
    timeOut: {
      isTimedOut: assumed("the time-out has already passed"),
      otherwise: documented("TROUBLE", "the time-out passed; a callback is still valid"),
    },
    manualRecoveryRequired: documented("JAVA", "an operator must decide; the handle stays valid"),
    complete: {
      isNotTimedOut: inferred("TROUBLE", "an operator completes a running request only after its time-out"),
      choseSucceeded: inferred("TROUBLE", "timed out; the operator chose success"),
      choseWarning: inferred("TROUBLE", "timed out; the operator chose a warning"),
      choseError: inferred("TROUBLE", "timed out; the operator chose an error"),
      choseCancelled: inferred("TROUBLE", "timed out; the operator chose cancellation"),
    },
    cancel: documented("CANCEL", "the job is asked to stop"),
  },

  CANCELLING: {
    SUCCESS: inferred("CANCEL", "succeeded before the job stopped; post-processing is skipped"),
    WARNING: inferred("CANCEL", "ended with a warning before the job stopped; post-processing is skipped"),
    ERROR: inferred("CANCEL", "failed before the job stopped; not retried"),
    BUSINESS_ERROR: inferred("CANCEL", "failed with a business error before the job stopped"),
    PAUSE: inferred("CANCEL", "paused; nothing runs any more, so the request is cancelled"),
    SUSPEND: assumed("suspended; nothing runs any more, so the request is cancelled"),
    CANCEL: documented("CANCEL", "the job acknowledged the cancellation"),
    UPDATE: inferred("STATUS", "progress of a job that has not stopped yet"),
    checkIn: documented("CHECK_IN", "the job learns that it was cancelled; it is known to be alive"),
    cancel: assumed("the request is already being cancelled"),
    forceCancel: {
      isNoCallbackAwaited: documented("FORCE", "no job is running that could be given up"),
      isTooEarly: documented("FORCE", "the job was seen less than 30 minutes ago"),
      otherwise: documented("FORCE", "the job is given up"),
    },
    cancelCompleted: {
      isCallbackAwaited: inferred("CANCEL", "the job has not acknowledged the cancellation yet"),
      otherwise: inferred("CANCEL", "the sub-requests or the post-processing have stopped"),
    },
    postProcessed: {
      isNotPostProcessing: inferred("CANCEL", "no post-processing was running when cancelling began"),
      isProceedAfterWarning: documented("HANDLER", "finished before it was stopped; the executable had warned"),
      isProceed: documented("HANDLER", "finished before it was stopped"),
      isWarn: inferred("HANDLER", "finished before it was stopped, with a warning"),
      isBizError: assumed("failed before it was stopped, with a business error"),
      isSystemError: assumed("failed before it was stopped, with a system error"),
      isCancel: assumed("post-processing cancelled the request"),
      isDelay: inferred("HANDLER", "post-processing asks to be run again later"),
    },
  },

  // Interrupted

  PAUSED: {
    resume: {
      isHandleReused: inferred("STATUS", "every execution has a handle of its own"),
      otherwise: documented("JAVA", "the same attempt continues in a new execution"),
    },
    cancel: inferred("CANCEL", "the sub-requests are asked to stop"),
  },

  ERROR_AUTO_RETRY: {
    retry: assumed("waits for the next attempt"),
    cancel: assumed("cancelled before the next attempt"),
  },

  ERROR_MANUAL_RECOVERY: {
    SUCCESS: inferred("JAVA", "kept as evidence for the operator"),
    WARNING: inferred("JAVA", "kept as evidence for the operator"),
    ERROR: inferred("JAVA", "kept as evidence for the operator"),
    BUSINESS_ERROR: inferred("JAVA", "kept as evidence for the operator"),
    PAUSE: inferred("JAVA", "kept as evidence for the operator"),
    SUSPEND: inferred("JAVA", "kept as evidence for the operator"),
    CANCEL: inferred("JAVA", "kept as evidence for the operator"),
    UPDATE: inferred("JAVA", "the job is still running; kept as evidence for the operator"),
    recover: inferred("JAVA", "the operator lets the request run again"),
    complete: {
      choseSucceeded: inferred("JAVA", "the operator chose success"),
      choseWarning: inferred("JAVA", "the operator chose a warning"),
      choseError: inferred("JAVA", "the operator chose an error"),
      choseCancelled: inferred("JAVA", "the operator chose cancellation"),
    },
    cancel: assumed("cancelled; a job that is still running is notified"),
  },

  // Finishing

  COMPLETED: {
    postProcessed: {
      isProceedAfterWarning: documented("HANDLER", "post-processing finished; the executable had warned"),
      isProceed: documented("HANDLER", "post-processing finished"),
      isWarn: inferred("HANDLER", "post-processing finished with a warning"),
      isBizError: assumed("post-processing failed with a business error"),
      isSystemError: assumed("post-processing failed with a system error"),
      isCancel: assumed("post-processing cancelled the request"),
      isDelay: inferred("HANDLER", "post-processing asks to be run again later"),
    },
    cancel: documented("CANCEL", "post-processing is asked to stop"),
  },

  SCHEDULE_ENDED: {
    childrenFinished: inferred("JAVA", "the last child request has finished"),
    cancel: assumed("cancelled before all child requests have finished"),
  },
} as const satisfies StateAnnotationsOf<(typeof chart)["states"]>;
