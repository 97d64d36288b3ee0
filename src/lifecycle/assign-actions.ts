import type { EventPayload, ExecutionStatusInput } from "./events.js";
import type { ContextDraft, JobRequest } from "./job-request.js";
import { mapValues } from "./map-values.js";
import type { FinalStatus } from "./names.js";

/**
 * The assign actions of the chart: what a transition changes in the record. The pure functions and the XState machine
 * share them. Fields that no action names keep their value.
 */

/** Number of earlier handles that a record keeps. */
export const MAX_EARLIER_HANDLES = 16;

/** The field that takes a callback's `statusMessage`. A status with none of these actions ignores its message. */
export const MESSAGE_FIELDS = {
  setMessage: "message",
  setUpdate: "update",
  setPausedState: "pausedState",
} as const satisfies Record<string, keyof JobRequest>;

/** The fields that get a fixed value: the result of the executable, or the type of an error. */
export const FIXED_FIELDS = {
  setExecutableSuccess: { executableState: "SUCCEEDED" },
  setExecutableWarning: { executableState: "WARNING" },
  setSystemError: { errorType: "SYSTEM" },
  setBusinessError: { errorType: "BUSINESS" },
} as const satisfies Record<string, Partial<Pick<JobRequest, "executableState" | "errorType">>>;

/** The assign actions that a callback may have. `applyExecutionStatus` compiles them into fields. */
export type CallbackAssignActionName = "setReport" | keyof typeof MESSAGE_FIELDS | keyof typeof FIXED_FIELDS;

type MessageCarrier = Pick<ExecutionStatusInput, "statusMessage">;

/** Returns the text of a callback. Anything but a string counts as absent; an empty string stays an empty string. */
export const messageOf = ({ statusMessage }: MessageCarrier): string | null =>
  typeof statusMessage === "string" ? statusMessage : null;

export const assignActions = {
  ...mapValues(MESSAGE_FIELDS, (field) => (draft: ContextDraft, callback: MessageCarrier) => {
    draft[field] = messageOf(callback);
  }),
  ...mapValues(FIXED_FIELDS, (fields) => (draft: ContextDraft) => {
    Object.assign(draft, fields);
  }),

  setReport: (draft: ContextDraft, callback: { readonly status: FinalStatus }) => {
    draft.reportedStatus = callback.status;
  },
  setOperatorError: (draft: ContextDraft) => {
    draft.errorType = draft.timedOut ? "TIMEOUT" : "SYSTEM";
  },
  setOperatorMessage: (draft: ContextDraft, event: Pick<EventPayload, "message">) => {
    draft.message = event.message ?? draft.message;
  },

  beginExecution: (draft: ContextDraft, event: Pick<EventPayload, "requestHandle">) => {
    if (draft.requestHandle !== null) {
      draft.earlierHandles = [draft.requestHandle, ...draft.earlierHandles].slice(0, MAX_EARLIER_HANDLES);
    }
    draft.requestHandle = event.requestHandle;
    draft.reportedStatus = null;
    draft.message = null;
    draft.update = null;
    draft.executableState = null;
    draft.errorType = null;
    draft.timedOut = false;
    draft.cancelSeenAt = null;
  },
  beginAttempt: (draft: ContextDraft) => {
    draft.attempt += 1;
    draft.pausedState = null;
  },
  setTimedOut: (draft: ContextDraft) => {
    draft.timedOut = true;
  },
  countRetry: (draft: ContextDraft) => {
    draft.retriedCount += 1;
  },
  beginCancelling: (draft: ContextDraft, event: Pick<EventPayload, "at">) => {
    draft.cancelSeenAt = event.at;
  },
  /** Keeps the later time: the caller's clock may run backwards. */
  setLastSeen: (draft: ContextDraft, event: Pick<EventPayload, "at">) => {
    draft.cancelSeenAt = Math.max(draft.cancelSeenAt ?? 0, event.at);
  },
};

/** The assign actions by name, as functions. */
export type AssignActions = typeof assignActions;

/**
 * The name of an assign action.
 *
 * @useDeclaredType
 */
export type AssignActionName = keyof AssignActions;
