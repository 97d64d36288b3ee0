import type { JobRequest, RequestContext } from "./job-request.js";

/** Questions that servers and operators ask of a record. */

/**
 * How long a job that is being cancelled must have been silent before the cancellation may be forced: 30 minutes.
 *
 * Source: REST API, forceCancel.
 */
export const FORCE_CANCEL_AFTER_MS = 1_800_000;

/** Returns whether the latest execution has begun and has not sent its final report, in any state. */
export const isCallbackAwaited = (request: RequestContext): boolean =>
  request.requestHandle !== null && request.reportedStatus === null;

/**
 * Returns whether the request waits for a callback of its latest execution: in RUNNING or CANCELLING, until the final
 * report. False in ERROR_MANUAL_RECOVERY: a report is still accepted there, as evidence, but nothing waits for it.
 *
 * A true result alone does not permit calling the job: `invokeJob` also requires RUNNING and the same execution.
 */
export const isAwaitingCallback = (request: JobRequest): boolean =>
  (request.state === "RUNNING" || request.state === "CANCELLING") && isCallbackAwaited(request);

/**
 * Returns whether the latest execution was being cancelled: the request is in CANCELLING, or ended through it. For an
 * ERROR it means that the error came after cancelling began. False for a request that was cancelled directly, without
 * CANCELLING: its state says CANCELLED.
 */
export const wasCancelling = (request: JobRequest): boolean => request.cancelSeenAt !== null;

/**
 * Returns the earliest time at which `forceCancel` is accepted.
 *
 * @returns epoch milliseconds; null outside CANCELLING, when no callback is awaited, or beyond the safe integers
 */
export function forceCancelAllowedAt(request: JobRequest): number | null {
  if (request.state !== "CANCELLING" || !isCallbackAwaited(request) || request.cancelSeenAt === null) return null;
  const allowedAt = request.cancelSeenAt + FORCE_CANCEL_AFTER_MS;
  return Number.isSafeInteger(allowedAt) ? allowedAt : null;
}
