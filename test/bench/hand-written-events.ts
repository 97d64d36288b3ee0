import type { JobRequest, LifecycleEvent, LifecycleOutcome } from "ess-request-machine";
import {
  ALERT_OPERATOR,
  cancelled,
  checkedIn,
  completed,
  forced,
  moved,
  NOTIFY_ENDED,
  postProcessed,
  rejected,
  resumed,
  retried,
  started,
  timedOut,
  unsupported,
  withMessage,
} from "./hand-written-event-answers.js";
import { awaitsCallback } from "./hand-written-record.js";

/**
 * A second implementation of `applyLifecycleEvent`, written by hand and without the statechart. It is baseline and
 * oracle, like `switchExecutionStatus` for callbacks.
 */

export function switchLifecycleEvent(request: JobRequest, event: LifecycleEvent): LifecycleOutcome {
  if (typeof event !== "object" || event === null) return rejected("UNKNOWN_EVENT", request);
  const { state } = request;
  switch (event.type) {
    case "dispatch":
      return state === "WAIT" ? moved(request, "READY") : unsupported(request);
    case "start":
      return state === "READY" ? started(request, event) : unsupported(request);
    case "resume":
      return state === "PAUSED" ? resumed(request, event) : unsupported(request);
    case "postProcessed":
      return state === "COMPLETED" || state === "CANCELLING" ? postProcessed(request, event) : unsupported(request);
    case "checkIn":
      return checkedIn(request, event);
    case "retry":
      return state === "ERROR_AUTO_RETRY" ? retried(request) : unsupported(request);
    case "cancel":
      return cancelled(request, event);
    case "timeOut":
      return state === "RUNNING" ? timedOut(request) : unsupported(request);
    case "hold":
      return state === "WAIT" || state === "READY" ? moved(request, "HOLD") : unsupported(request);
    case "release":
      return state === "HOLD" ? moved(request, "WAIT") : unsupported(request);
    case "block":
      return state === "WAIT" || state === "READY" ? moved(request, "BLOCKED") : unsupported(request);
    case "unblock":
      return state === "BLOCKED" ? moved(request, "READY") : unsupported(request);
    case "expire":
      if (state !== "WAIT" && state !== "READY" && state !== "BLOCKED") return unsupported(request);
      return request.attempt === 0 ? moved(request, "EXPIRED", NOTIFY_ENDED) : rejected("ALREADY_STARTED", request);
    case "scheduleEnded":
      if (state !== "WAIT") return unsupported(request);
      return request.attempt === 0 ? moved(request, "SCHEDULE_ENDED") : rejected("ALREADY_STARTED", request);
    case "childrenFinished":
      return state === "SCHEDULE_ENDED" ? moved(request, "FINISHED", NOTIFY_ENDED) : unsupported(request);
    case "manualRecoveryRequired":
      return state === "RUNNING"
        ? withMessage(request, event, "ERROR_MANUAL_RECOVERY", ALERT_OPERATOR)
        : unsupported(request);
    case "recover":
      return state === "ERROR_MANUAL_RECOVERY" ? moved(request, "WAIT") : unsupported(request);
    case "complete":
      return state === "RUNNING" || state === "ERROR_MANUAL_RECOVERY"
        ? completed(request, event)
        : unsupported(request);
    case "forceCancel":
      return state === "CANCELLING" ? forced(request, event) : unsupported(request);
    case "cancelCompleted":
      if (state !== "CANCELLING") return unsupported(request);
      return awaitsCallback(request)
        ? rejected("AWAITING_CALLBACK", request)
        : moved(request, "CANCELLED", NOTIFY_ENDED);
    case "validationPassed":
      return state === "PENDING_VALIDATION" ? moved(request, "WAIT") : unsupported(request);
    case "validationFailed":
      return state === "PENDING_VALIDATION"
        ? withMessage(request, event, "VALIDATION_FAILED", NOTIFY_ENDED)
        : unsupported(request);
    default:
      return rejected("UNKNOWN_EVENT", request);
  }
}
