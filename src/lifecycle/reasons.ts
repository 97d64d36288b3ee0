/** Where a rule comes from: documented by Oracle, inferred from what is documented, or assumed by this library. */
export type Provenance = "documented" | "inferred" | "assumed";

/**
 * Where Oracle documents a rule, or what it is inferred from: the REST operations executionStatus (STATUS), cancel,
 * forceCancel (FORCE), hold, release and checkInCancelling (CHECK_IN); the Java API's `State` and its neighbours (JAVA)
 * and `HandlerStatus` (HANDLER); the administrator's troubleshooting appendix (TROUBLE).
 */
export type Source = "STATUS" | "CANCEL" | "FORCE" | "HOLD" | "RELEASE" | "CHECK_IN" | "JAVA" | "HANDLER" | "TROUBLE";

/** Why a callback or an event has no effect. */
export interface ReasonEntry {
  /** `ignored`: harmless, the sender need not do anything. `rejected`: not accepted, the sender gets an error. */
  readonly kind: "ignored" | "rejected";
  /** Status code of the HTTP answer. */
  readonly httpStatus: 200 | 400 | 403;
  /** The fact, then the remedy. It contains no handle, no state and no content of the input. */
  readonly message: string;
  /** Where the rule comes from. */
  readonly provenance: Provenance;
  /** Where Oracle documents it, or what it is inferred from; absent when it is assumed. */
  readonly source?: Source;
}

/** Every reason: first those of callbacks, in the order of the checks, then those that only lifecycle events have. */
const reasons = {
  UNKNOWN_STATUS: {
    kind: "rejected",
    httpStatus: 400,
    message:
      "Unknown or missing status. Send SUCCESS, UPDATE, PAUSE, WARNING, ERROR, BUSINESS_ERROR, CANCEL or SUSPEND.",
    provenance: "documented",
    source: "STATUS",
  },
  HANDLE_MISSING: {
    kind: "rejected",
    httpStatus: 400,
    message: "The request handle is missing. Send the handle of the execution as a non-empty string.",
    provenance: "inferred",
    source: "STATUS",
  },
  STALE_HANDLE: {
    kind: "ignored",
    httpStatus: 200,
    message:
      "Stale handle: it belongs to an earlier execution. No action needed: only the latest execution may report.",
    provenance: "inferred",
    source: "STATUS",
  },
  HANDLE_MISMATCH: {
    kind: "rejected",
    httpStatus: 403,
    message: "The handle is not one of this request. Check that the request id and the handle belong together.",
    provenance: "assumed",
  },
  DUPLICATE: {
    kind: "ignored",
    httpStatus: 200,
    message: "Duplicate: this was already processed. No action needed.",
    provenance: "inferred",
    source: "STATUS",
  },
  ALREADY_REPORTED: {
    kind: "ignored",
    httpStatus: 200,
    message: "This execution has already sent its final report, so nothing more is accepted from it. No action needed.",
    provenance: "inferred",
    source: "STATUS",
  },
  ALREADY_ENDED: {
    kind: "ignored",
    httpStatus: 200,
    message: "The request ended before this execution reported. Stop the job if it is still running.",
    provenance: "inferred",
    source: "STATUS",
  },
  NOT_EXECUTING: {
    kind: "ignored",
    httpStatus: 200,
    message:
      "The request does not wait for a report. No action needed: a later execution, if any, sends its own report.",
    provenance: "inferred",
    source: "STATUS",
  },
  UNKNOWN_EVENT: {
    kind: "rejected",
    httpStatus: 400,
    message: "Unknown event. Send one of LIFECYCLE_EVENTS. A status of a job is not an event but a callback.",
    provenance: "assumed",
  },
  UNSUPPORTED_STATE: {
    kind: "rejected",
    httpStatus: 400,
    message: "The state of the request does not accept this event. Read the request again: it may have moved on.",
    provenance: "documented",
    source: "CANCEL",
  },
  INVALID_PAYLOAD: {
    kind: "rejected",
    httpStatus: 400,
    message: "A member of the event is missing or invalid. Correct it and send the event again.",
    provenance: "assumed",
  },
  ALREADY_STARTED: {
    kind: "rejected",
    httpStatus: 400,
    message: "An execution of this request has already begun. Let the request continue, or cancel it.",
    provenance: "documented",
    source: "JAVA",
  },
  HANDLE_REUSED: {
    kind: "rejected",
    httpStatus: 400,
    message: "An execution of this request has already used this handle. Create a new one for each start and resume.",
    provenance: "inferred",
    source: "STATUS",
  },
  NOT_CANCELLING: {
    kind: "ignored",
    httpStatus: 200,
    message: "The request is not being cancelled. No action needed.",
    provenance: "inferred",
    source: "CHECK_IN",
  },
  NOT_AWAITING_CALLBACK: {
    kind: "rejected",
    httpStatus: 400,
    message: "No callback is awaited. Send cancelCompleted once the sub-requests or the post-processing has stopped.",
    provenance: "documented",
    source: "FORCE",
  },
  TOO_EARLY: {
    kind: "rejected",
    httpStatus: 400,
    message:
      "Too early: force-cancel is allowed 30 minutes after cancelling began or the last check-in. Try again later.",
    provenance: "documented",
    source: "FORCE",
  },
  AWAITING_CALLBACK: {
    kind: "rejected",
    httpStatus: 400,
    message: "The callback of the job is still awaited. Wait for it, or send forceCancel after 30 minutes of silence.",
    provenance: "inferred",
    source: "CANCEL",
  },
  NOT_POST_PROCESSING: {
    kind: "rejected",
    httpStatus: 400,
    message:
      "No post-processing was running when the request was cancelled. " +
      "Wait for the callback of the job; if none is awaited, send cancelCompleted once the sub-requests have stopped.",
    provenance: "inferred",
    source: "CANCEL",
  },
  NOT_TIMED_OUT: {
    kind: "rejected",
    httpStatus: 400,
    message: "The latest execution has not timed out. Wait for its callback, or cancel the request.",
    provenance: "inferred",
    source: "TROUBLE",
  },
} as const satisfies Readonly<Record<string, ReasonEntry>>;

type Reasons = typeof reasons;
type ReasonOfKind<Kind> = { [R in keyof Reasons]: Reasons[R]["kind"] extends Kind ? R : never }[keyof Reasons];

/** Why a callback or an event has no effect: a key of {@link OUTCOME_REASONS}. */
export type OutcomeReason = keyof Reasons;
/** A reason for which a callback or an event is ignored. */
export type IgnoredReason = ReasonOfKind<"ignored">;
/** A reason for which a callback or an event is rejected. */
export type RejectedReason = ReasonOfKind<"rejected">;

/** Every reason by name, in the order of the checks: those of callbacks, then those that only events have. */
export const OUTCOME_REASONS: { readonly [R in OutcomeReason]: ReasonEntry } = reasons;
