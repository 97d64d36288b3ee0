import type {
  Effect,
  ExecutionStatus,
  ExecutionStatusInput,
  ExecutionStatusOutcome,
  FinalStatus,
  JobRequest,
  RequestState,
} from "ess-request-machine";
import { hasEnded, isAmong } from "./hand-written-record.js";

/**
 * A second implementation of `applyExecutionStatus`, written by hand for speed and without the statechart. It is the
 * baseline of the benchmark, and an oracle for tests, since it shares no code with the library.
 */

const NO_EFFECTS = [] as const;
const RUN_POST_PROCESSING = ["runPostProcessing"] as const;
const START_SUB_REQUESTS = ["startSubRequests"] as const;
const SCHEDULE_RETRY = ["scheduleRetry"] as const;
const DELIVER_UPDATE = ["deliverUpdate"] as const;
const ALERT_OPERATOR = ["alertOperator"] as const;
const NOTIFY_ENDED = ["notifyEnded"] as const;

type Reason<Kind> = Extract<ExecutionStatusOutcome, { kind: Kind; reason: string }>["reason"];

export function switchExecutionStatus(request: JobRequest, input: ExecutionStatusInput): ExecutionStatusOutcome {
  if (typeof input !== "object" || input === null) return rejected("UNKNOWN_STATUS", request);
  const status = known(input.status);
  if (status === undefined) return rejected("UNKNOWN_STATUS", request);
  const { requestHandle } = input;
  if (typeof requestHandle !== "string" || requestHandle === "") return rejected("HANDLE_MISSING", request);
  if (isAmong(request.earlierHandles, requestHandle)) return ignored("STALE_HANDLE", request);
  if (requestHandle !== request.requestHandle) return rejected("HANDLE_MISMATCH", request);
  if (request.reportedStatus === null) {
    switch (request.state) {
      case "RUNNING":
        return status === "UPDATE" ? updated(request, input, DELIVER_UPDATE) : whileRunning(request, input, status);
      case "CANCELLING":
        return status === "UPDATE" ? updated(request, input, DELIVER_UPDATE) : whileCancelling(request, input, status);
      case "ERROR_MANUAL_RECOVERY":
        return status === "UPDATE" ? updated(request, input, NO_EFFECTS) : whileRecovering(request, input, status);
    }
    return ignored(hasEnded(request.state) ? "ALREADY_ENDED" : "NOT_EXECUTING", request);
  }
  return ignored(request.reportedStatus === status ? "DUPLICATE" : "ALREADY_REPORTED", request);
}

/** Returns our own constant for a known status, so that the engine compares statuses by identity from here on. */
function known(status: unknown): ExecutionStatus | undefined {
  switch (status) {
    case "UPDATE":
      return "UPDATE";
    case "SUCCESS":
      return "SUCCESS";
    case "WARNING":
      return "WARNING";
    case "ERROR":
      return "ERROR";
    case "BUSINESS_ERROR":
      return "BUSINESS_ERROR";
    case "PAUSE":
      return "PAUSE";
    case "SUSPEND":
      return "SUSPEND";
    case "CANCEL":
      return "CANCEL";
    default:
      return undefined;
  }
}

function textOf(input: ExecutionStatusInput): string | null {
  return typeof input.statusMessage === "string" ? input.statusMessage : null;
}

function updated(request: JobRequest, input: ExecutionStatusInput, effects: readonly Effect[]): ExecutionStatusOutcome {
  const next: JobRequest = {
    schemaVersion: 1,
    requestId: request.requestId,
    state: request.state,
    requestHandle: request.requestHandle,
    earlierHandles: request.earlierHandles,
    reportedStatus: request.reportedStatus,
    attempt: request.attempt,
    retries: request.retries,
    retriedCount: request.retriedCount,
    message: request.message,
    update: textOf(input),
    pausedState: request.pausedState,
    executableState: request.executableState,
    errorType: request.errorType,
    timedOut: request.timedOut,
    cancelSeenAt: request.cancelSeenAt,
  };
  return { kind: "recorded", request: next, effects };
}

function whileRunning(request: JobRequest, input: ExecutionStatusInput, status: FinalStatus): ExecutionStatusOutcome {
  let { message, pausedState, executableState, errorType } = request;
  let to: RequestState;
  let effects: readonly Effect[] = NOTIFY_ENDED;
  switch (status) {
    case "SUCCESS":
      to = "COMPLETED";
      executableState = "SUCCEEDED";
      effects = RUN_POST_PROCESSING;
      break;
    case "WARNING":
      to = "COMPLETED";
      executableState = "WARNING";
      message = textOf(input);
      effects = RUN_POST_PROCESSING;
      break;
    case "ERROR":
      message = textOf(input);
      if (request.retriedCount < request.retries) {
        to = "ERROR_AUTO_RETRY";
        effects = SCHEDULE_RETRY;
      } else {
        to = "ERROR";
        errorType = "SYSTEM";
      }
      break;
    case "BUSINESS_ERROR":
      to = "ERROR";
      errorType = "BUSINESS";
      message = textOf(input);
      break;
    case "PAUSE":
      to = "PAUSED";
      pausedState = textOf(input);
      effects = START_SUB_REQUESTS;
      break;
    case "SUSPEND":
      to = "PAUSED";
      message = textOf(input);
      effects = NO_EFFECTS;
      break;
    case "CANCEL":
      to = "CANCELLED";
      break;
  }
  return moved(request, to, status, message, pausedState, executableState, errorType, effects);
}

function whileCancelling(
  request: JobRequest,
  input: ExecutionStatusInput,
  status: FinalStatus,
): ExecutionStatusOutcome {
  let { message, pausedState, executableState, errorType } = request;
  let to: RequestState = "CANCELLED";
  switch (status) {
    case "SUCCESS":
      to = "SUCCEEDED";
      executableState = "SUCCEEDED";
      break;
    case "WARNING":
      to = "WARNING";
      executableState = "WARNING";
      message = textOf(input);
      break;
    case "ERROR":
      to = "ERROR";
      errorType = "SYSTEM";
      message = textOf(input);
      break;
    case "BUSINESS_ERROR":
      to = "ERROR";
      errorType = "BUSINESS";
      message = textOf(input);
      break;
    case "PAUSE":
      pausedState = textOf(input);
      break;
    case "SUSPEND":
      message = textOf(input);
      break;
  }
  return moved(request, to, status, message, pausedState, executableState, errorType, NOTIFY_ENDED);
}

/** The whole record after a final report that caused a transition. */
function moved(
  request: JobRequest,
  to: RequestState,
  reportedStatus: FinalStatus,
  message: string | null,
  pausedState: string | null,
  executableState: JobRequest["executableState"],
  errorType: JobRequest["errorType"],
  effects: readonly Effect[],
): ExecutionStatusOutcome {
  const next: JobRequest = {
    schemaVersion: 1,
    requestId: request.requestId,
    state: to,
    requestHandle: request.requestHandle,
    earlierHandles: request.earlierHandles,
    reportedStatus,
    attempt: request.attempt,
    retries: request.retries,
    retriedCount: request.retriedCount,
    message,
    update: request.update,
    pausedState,
    executableState,
    errorType,
    timedOut: request.timedOut,
    cancelSeenAt: request.cancelSeenAt,
  };
  return { kind: "transitioned", from: request.state, to, request: next, effects };
}

/** The message shown to the operator: only the report and its text. */
function whileRecovering(
  request: JobRequest,
  input: ExecutionStatusInput,
  status: FinalStatus,
): ExecutionStatusOutcome {
  const isMessage = status === "WARNING" || status === "ERROR" || status === "BUSINESS_ERROR" || status === "SUSPEND";
  const next: JobRequest = {
    schemaVersion: 1,
    requestId: request.requestId,
    state: request.state,
    requestHandle: request.requestHandle,
    earlierHandles: request.earlierHandles,
    reportedStatus: status,
    attempt: request.attempt,
    retries: request.retries,
    retriedCount: request.retriedCount,
    message: isMessage ? textOf(input) : request.message,
    update: request.update,
    pausedState: status === "PAUSE" ? textOf(input) : request.pausedState,
    executableState: request.executableState,
    errorType: request.errorType,
    timedOut: request.timedOut,
    cancelSeenAt: request.cancelSeenAt,
  };
  return { kind: "recorded", request: next, effects: ALERT_OPERATOR };
}

function ignored(reason: Reason<"ignored">, request: JobRequest): ExecutionStatusOutcome {
  return { kind: "ignored", reason, request, effects: NO_EFFECTS };
}

function rejected(reason: Reason<"rejected">, request: JobRequest): ExecutionStatusOutcome {
  return { kind: "rejected", reason, request, effects: NO_EFFECTS };
}
