import type { JobRequest, RequestState } from "ess-request-machine";

/** Shared by both hand-written implementations. */

export function isAmong(handles: readonly string[], handle: string): boolean {
  for (let i = 0; i < handles.length; i++) {
    if (handles[i] === handle) return true;
  }
  return false;
}

export function hasEnded(state: RequestState): boolean {
  switch (state) {
    case "SUCCEEDED":
    case "WARNING":
    case "ERROR":
    case "CANCELLED":
    case "EXPIRED":
    case "VALIDATION_FAILED":
    case "FINISHED":
      return true;
    default:
      return false;
  }
}

export const awaitsCallback = (request: JobRequest): boolean =>
  request.requestHandle !== null && request.reportedStatus === null;

export type Draft = { -readonly [Field in keyof JobRequest]: JobRequest[Field] };

export const draftIn = (state: RequestState, request: JobRequest): Draft => ({
  schemaVersion: 1,
  requestId: request.requestId,
  state,
  requestHandle: request.requestHandle,
  earlierHandles: request.earlierHandles,
  reportedStatus: request.reportedStatus,
  attempt: request.attempt,
  retries: request.retries,
  retriedCount: request.retriedCount,
  message: request.message,
  update: request.update,
  pausedState: request.pausedState,
  executableState: request.executableState,
  errorType: request.errorType,
  timedOut: request.timedOut,
  cancelSeenAt: request.cancelSeenAt,
});
