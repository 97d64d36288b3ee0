import type { EventPayload, JobRequest, OutcomeReason, RequestState } from "../index.js";

/**
 * A callback as a log shows it. `requestHandle` may be the handle or any label for it: equal labels are equal handles,
 * different labels are different handles. Absent: the log does not say which handle it was. Null or empty: the callback
 * had no handle. `statusMessage` is not compared.
 */
export interface ObservedCallback {
  /** The handle, or a label for it. */
  readonly requestHandle?: string | null | undefined;
  /** The status that the job reported; any other name is an unknown status. */
  readonly status: string;
  /** Not compared. */
  readonly statusMessage?: string | null | undefined;
}

/**
 * A lifecycle event as a log shows it. Absent members are unknown: the event may have had any value there. Only a
 * `message` is optional in an event, so an absent one is absent. Labels of handles as in {@link ObservedCallback}.
 */
export interface ObservedEvent extends Partial<EventPayload> {
  /** The name of the event; any other name is an unknown event. */
  readonly type: string;
}

/** The scheduler's answer, as far as the log shows it. Each member that is present must match. */
export interface ObservedOutcome {
  /** Kind of outcome. */
  readonly kind?: "transitioned" | "recorded" | "ignored" | "rejected" | undefined;
  /** State before. */
  readonly from?: RequestState | undefined;
  /** State after; without a transition the same. */
  readonly to?: RequestState | undefined;
  /** Why the input was ignored or rejected. */
  readonly reason?: OutcomeReason | undefined;
  /** The effects, in order. */
  readonly effects?: readonly string[] | undefined;
  /** Status of the HTTP response: 200 when accepted or ignored, 400 or 403 when rejected. */
  readonly httpStatus?: number | undefined;
}

/**
 * A stored record as a log shows it. Each member that is present must match, but texts, `requestId` and `schemaVersion`
 * are not compared, and of `attempt` only whether it is 0. The number of retries is not related to the number of
 * earlier handles. Labels of handles as in {@link ObservedCallback}.
 */
export type ObservedRecord = Partial<JobRequest>;

/**
 * The kinds of input that a log may omit: callbacks and lifecycle events (true), or only lifecycle events, as in the
 * log of an endpoint that receives every callback.
 */
export type Gap = true | "events";

/** One entry of a history of one request. */
export type HistoryEntry =
  | {
      /** A callback was received. */
      readonly callback: ObservedCallback;
    }
  | {
      /** A lifecycle event was received. */
      readonly event: ObservedEvent;
    }
  | {
      /** The outcome of the callback or event in the entry before. */
      readonly outcome: ObservedOutcome;
    }
  | {
      /** Why the callback or event in the entry before was ignored or rejected: short for `{ outcome: { reason } }`. */
      readonly reason: OutcomeReason;
    }
  | {
      /** The request was seen in this state. */
      readonly state: RequestState;
    }
  | {
      /** The record was read. */
      readonly record: ObservedRecord;
    }
  | {
      /** The inputs that may be missing here: any number of callbacks and events (true), or of events (`"events"`). */
      readonly gap: Gap;
    };

/** A correct scheduler can have produced the history. */
export interface ConsistentHistory {
  /** Distinguishes the two results. */
  readonly consistent: true;
  /** The states in which the request can be after the last entry, in the order of `REQUEST_STATES`; at least one. */
  readonly states: readonly RequestState[];
}

/** No correct scheduler can have produced the history. */
export interface InconsistentHistory {
  /** Distinguishes the two results. */
  readonly consistent: false;
  /** Index of the first entry that is impossible after the entries before it. */
  readonly index: number;
  /**
   * What could have been in its place, in the same form: `{ outcome: { kind, from, to } }`, `{ outcome: { kind:
   * "recorded" } }` or `{ outcome: { kind, reason } }` for an outcome or reason; `{ state }` for a state; for a record
   * `{ record }` with those of its members that are compared, handles excepted. No entry contains a handle.
   */
  readonly possible: readonly HistoryEntry[];
  /**
   * The shortest explanation: indices of entries, in order, that contradict each other regardless of the
   * entries between them. Leaving out any one of them resolves the contradiction. The last is `index`. Computed when it
   * is first read.
   */
  readonly conflict: readonly number[];
  /** The same in English, on one line: the impossible entry, the conflicting ones, what was possible. No handle. */
  readonly message: string;
}

/** The result of an audit: narrow it by `consistent`. */
export type HistoryAudit = ConsistentHistory | InconsistentHistory;
