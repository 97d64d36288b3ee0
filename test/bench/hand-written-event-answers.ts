import type { Effect, JobRequest, LifecycleEvent, LifecycleOutcome, RequestState } from "ess-request-machine";
import { awaitsCallback, type Draft, draftIn, hasEnded, isAmong } from "./hand-written-record.js";

/** Handlers for the events of `switchLifecycleEvent` that need more than one line: one function per event. */

const NO_EFFECTS = [] as const;
const INVOKE_JOB = ["invokeJob"] as const;
const RUN_POST_PROCESSING = ["runPostProcessing"] as const;
const NOTIFY_CANCELLATION = ["notifyCancellation"] as const;
const NOTIFY_CANCELLATION_AND_ENDED = ["notifyCancellation", "notifyEnded"] as const;
const CANCEL_SUB_REQUESTS = ["cancelSubRequests"] as const;
const STOP_POST_PROCESSING = ["stopPostProcessing"] as const;
export const ALERT_OPERATOR = ["alertOperator"] as const;
export const NOTIFY_ENDED = ["notifyEnded"] as const;

const MAX_EARLIER_HANDLES = 16;
const HALF_HOUR = 30 * 60 * 1000;

type Reason<Kind> = Extract<LifecycleOutcome, { kind: Kind; reason: string }>["reason"];
type Of<Type> = Extract<LifecycleEvent, { type: Type }>;

const isHandle = (handle: unknown): boolean => typeof handle === "string" && handle !== "";
const isTime = (at: unknown): boolean => Number.isSafeInteger(at) && (at as number) >= 0;

export function started(request: JobRequest, { requestHandle }: Of<"start">): LifecycleOutcome {
  if (!isHandle(requestHandle)) return rejected("HANDLE_MISSING", request);
  if (isReused(request, requestHandle)) return rejected("HANDLE_REUSED", request);
  const next = nextExecution(request, requestHandle);
  next.attempt = request.attempt + 1;
  next.pausedState = null;
  return transitioned(request, next, INVOKE_JOB);
}

export function resumed(request: JobRequest, { requestHandle }: Of<"resume">): LifecycleOutcome {
  if (!isHandle(requestHandle)) return rejected("HANDLE_MISSING", request);
  if (isReused(request, requestHandle)) return rejected("HANDLE_REUSED", request);
  return transitioned(request, nextExecution(request, requestHandle), INVOKE_JOB);
}

const isReused = (request: JobRequest, handle: string): boolean =>
  handle === request.requestHandle || isAmong(request.earlierHandles, handle);

function nextExecution(request: JobRequest, requestHandle: string): Draft {
  const next = draftIn("RUNNING", request);
  if (request.requestHandle !== null) {
    next.earlierHandles = [request.requestHandle, ...request.earlierHandles];
    if (next.earlierHandles.length > MAX_EARLIER_HANDLES) {
      next.earlierHandles = next.earlierHandles.slice(0, MAX_EARLIER_HANDLES);
    }
  }
  next.requestHandle = requestHandle;
  next.reportedStatus = null;
  next.message = null;
  next.update = null;
  next.executableState = null;
  next.errorType = null;
  next.timedOut = false;
  next.cancelSeenAt = null;
  return next;
}

export function postProcessed(request: JobRequest, { result }: Of<"postProcessed">): LifecycleOutcome {
  switch (result) {
    case "PROCEED":
    case "WARN":
    case "BIZ_ERROR":
    case "SYSTEM_ERROR":
    case "CANCEL":
    case "DELAY":
      break;
    default:
      return rejected("INVALID_PAYLOAD", request);
  }
  const { reportedStatus } = request;
  if (request.state === "CANCELLING" && reportedStatus !== "SUCCESS" && reportedStatus !== "WARNING")
    return rejected("NOT_POST_PROCESSING", request);
  switch (result) {
    case "PROCEED":
      return moved(request, request.executableState === "WARNING" ? "WARNING" : "SUCCEEDED", NOTIFY_ENDED);
    case "WARN":
      return moved(request, "WARNING", NOTIFY_ENDED);
    case "BIZ_ERROR":
      return failed(request, "BUSINESS");
    case "SYSTEM_ERROR":
      return failed(request, "SYSTEM");
    case "CANCEL":
      return moved(request, "CANCELLED", NOTIFY_ENDED);
    case "DELAY":
      return { kind: "recorded", request: draftIn(request.state, request), effects: RUN_POST_PROCESSING };
  }
}

function failed(request: JobRequest, errorType: JobRequest["errorType"]): LifecycleOutcome {
  const next = draftIn("ERROR", request);
  next.errorType = errorType;
  return transitioned(request, next, NOTIFY_ENDED);
}

export function checkedIn(request: JobRequest, { requestHandle, at }: Of<"checkIn">): LifecycleOutcome {
  if (!isHandle(requestHandle)) return rejected("HANDLE_MISSING", request);
  if (!isTime(at)) return rejected("INVALID_PAYLOAD", request);
  if (isAmong(request.earlierHandles, requestHandle)) return ignored("STALE_HANDLE", request);
  if (requestHandle !== request.requestHandle) return rejected("HANDLE_MISMATCH", request);
  if (request.reportedStatus !== null) return ignored("ALREADY_REPORTED", request);
  if (request.state !== "CANCELLING")
    return ignored(hasEnded(request.state) ? "ALREADY_ENDED" : "NOT_CANCELLING", request);
  const next = draftIn("CANCELLING", request);
  const before = request.cancelSeenAt ?? 0;
  next.cancelSeenAt = at > before ? at : before;
  return { kind: "recorded", request: next, effects: NO_EFFECTS };
}

export function retried(request: JobRequest): LifecycleOutcome {
  const next = draftIn("WAIT", request);
  next.retriedCount = request.retriedCount + 1;
  return transitioned(request, next, NO_EFFECTS);
}

export function cancelled(request: JobRequest, { at }: Of<"cancel">): LifecycleOutcome {
  const { state } = request;
  if (hasEnded(state)) return unsupported(request);
  if (!isTime(at)) return rejected("INVALID_PAYLOAD", request);
  switch (state) {
    case "RUNNING":
      return cancelling(request, at, NOTIFY_CANCELLATION);
    case "PAUSED":
      return cancelling(request, at, CANCEL_SUB_REQUESTS);
    case "COMPLETED":
      return cancelling(request, at, STOP_POST_PROCESSING);
    case "CANCELLING":
      return ignored("DUPLICATE", request);
    case "ERROR_MANUAL_RECOVERY":
      return moved(request, "CANCELLED", NOTIFY_CANCELLATION_AND_ENDED);
    default:
      return moved(request, "CANCELLED", NOTIFY_ENDED);
  }
}

function cancelling(request: JobRequest, at: number, effects: readonly Effect[]): LifecycleOutcome {
  const next = draftIn("CANCELLING", request);
  next.cancelSeenAt = at;
  return transitioned(request, next, effects);
}

export function timedOut(request: JobRequest): LifecycleOutcome {
  if (request.timedOut) return ignored("DUPLICATE", request);
  const next = draftIn("RUNNING", request);
  next.timedOut = true;
  return { kind: "recorded", request: next, effects: ALERT_OPERATOR };
}

export function forced(request: JobRequest, { at }: Of<"forceCancel">): LifecycleOutcome {
  if (!isTime(at)) return rejected("INVALID_PAYLOAD", request);
  if (!awaitsCallback(request)) return rejected("NOT_AWAITING_CALLBACK", request);
  const { cancelSeenAt } = request;
  if (cancelSeenAt !== null && at - cancelSeenAt < HALF_HOUR) return rejected("TOO_EARLY", request);
  return moved(request, "CANCELLED", NOTIFY_ENDED);
}

export function completed(request: JobRequest, event: Of<"complete">): LifecycleOutcome {
  const to = event.state;
  if (to !== "SUCCEEDED" && to !== "WARNING" && to !== "ERROR" && to !== "CANCELLED")
    return rejected("INVALID_PAYLOAD", request);
  if (!isText(event.message)) return rejected("INVALID_PAYLOAD", request);
  if (request.state === "RUNNING" && !request.timedOut) return rejected("NOT_TIMED_OUT", request);
  const next = draftIn(to, request);
  next.message = event.message ?? request.message;
  if (to === "ERROR") next.errorType = request.timedOut ? "TIMEOUT" : "SYSTEM";
  return transitioned(request, next, NOTIFY_ENDED);
}

const isText = (message: unknown): boolean => message === undefined || message === null || typeof message === "string";

export function withMessage(
  request: JobRequest,
  { message }: Of<"manualRecoveryRequired" | "validationFailed">,
  to: RequestState,
  effects: readonly Effect[],
): LifecycleOutcome {
  if (!isText(message)) return rejected("INVALID_PAYLOAD", request);
  const next = draftIn(to, request);
  next.message = message ?? request.message;
  return transitioned(request, next, effects);
}

export const moved = (
  request: JobRequest,
  to: RequestState,
  effects: readonly Effect[] = NO_EFFECTS,
): LifecycleOutcome => transitioned(request, draftIn(to, request), effects);

const transitioned = (request: JobRequest, next: JobRequest, effects: readonly Effect[]): LifecycleOutcome => ({
  kind: "transitioned",
  from: request.state,
  to: next.state,
  request: next,
  effects,
});

export const unsupported = (request: JobRequest) => rejected("UNSUPPORTED_STATE", request);

const ignored = (reason: Reason<"ignored">, request: JobRequest): LifecycleOutcome => ({
  kind: "ignored",
  reason,
  request,
  effects: NO_EFFECTS,
});

export const rejected = (reason: Reason<"rejected">, request: JobRequest): LifecycleOutcome => ({
  kind: "rejected",
  reason,
  request,
  effects: NO_EFFECTS,
});
