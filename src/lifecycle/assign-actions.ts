import type { ExecutionStatusInput } from "./events.js";
import type { ContextDraft } from "./job-request.js";
import type { FinalStatus } from "./names.js";

/**
 * The chart's updates: each changes a draft, a fresh copy that nobody else holds. Used by the table and by the machine
 * alike, with what came and its name. What is not named here stays as it was.
 */

/** The earlier handles that a record keeps: enough to know a late callback, few enough for a row. */
export const EARLIER_HANDLES_KEPT = 16;

type TextCarrier = Pick<ExecutionStatusInput, "statusMessage">;
type OperatorText = { readonly message?: string | null | undefined };

/** Anything but a string counts as an absent message; an empty string is a message. */
const messageOf = ({ statusMessage }: TextCarrier): string | null =>
  typeof statusMessage === "string" ? statusMessage : null;

/** Where a status' message goes. A status whose edges use none of these has its message ignored. */
export const messageUpdates = {
  keepStatusMessage: (next: ContextDraft, callback: TextCarrier) => {
    next.message = messageOf(callback);
  },
  keepUpdate: (next: ContextDraft, callback: TextCarrier) => {
    next.update = messageOf(callback);
  },
  keepPausedState: (next: ContextDraft, callback: TextCarrier) => {
    next.pausedState = messageOf(callback);
  },
};

export const updates = {
  ...messageUpdates,

  keepReport: (next: ContextDraft, _: object, status: FinalStatus) => {
    next.reportedStatus = status;
  },
  executableSucceeded: (next: ContextDraft) => {
    next.executableState = "SUCCEEDED";
  },
  executableWarned: (next: ContextDraft) => {
    next.executableState = "WARNING";
  },
  failedBySystem: (next: ContextDraft) => {
    next.errorType = "SYSTEM";
  },
  failedByBusiness: (next: ContextDraft) => {
    next.errorType = "BUSINESS";
  },
  failedByOperator: (next: ContextDraft) => {
    next.errorType = next.timedOut ? "TIMEOUT" : "SYSTEM";
  },

  beginExecution: (next: ContextDraft, event: { readonly requestHandle: string }) => {
    if (next.requestHandle !== null) {
      next.earlierHandles = [next.requestHandle, ...next.earlierHandles].slice(0, EARLIER_HANDLES_KEPT);
    }
    next.requestHandle = event.requestHandle;
    next.reportedStatus = null;
    next.message = null;
    next.update = null;
    next.executableState = null;
    next.errorType = null;
    next.timedOut = false;
    next.cancelSeenAt = null;
  },
  beginAttempt: (next: ContextDraft) => {
    next.attempt += 1;
    next.pausedState = null;
  },
  countRetry: (next: ContextDraft) => {
    next.retriedCount += 1;
  },
  markTimedOut: (next: ContextDraft) => {
    next.timedOut = true;
  },
  keepOperatorMessage: (next: ContextDraft, event: OperatorText) => {
    next.message = event.message ?? next.message;
  },
  beginCancelling: (next: ContextDraft, event: { readonly at: number }) => {
    next.cancelSeenAt = event.at;
  },
  checkedIn: (next: ContextDraft, event: { readonly at: number }) => {
    next.cancelSeenAt = Math.max(next.cancelSeenAt ?? 0, event.at);
  },
};

export type Updates = typeof updates;
/**
 * The name of a record update, as the chart has it.
 *
 * @useDeclaredType
 */
export type UpdateName = keyof Updates;
