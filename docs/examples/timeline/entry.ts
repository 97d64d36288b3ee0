import type { ChartEvent, HttpResponse, Outcome } from "ess-request-machine";

/** The result of one line of a log. */

export const ENTRY_KINDS = [
  "submitted",
  "record read",
  "transitioned",
  "recorded",
  "ignored",
  "rejected",
  "invalid body",
  "unknown request",
  "begins late",
  "state seen",
  "contradiction",
  "malformed line",
] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** Contains known names and `safeText` only: no handle, and nothing else of the line. */
export interface Entry {
  readonly kind: EntryKind;
  readonly requestId?: string | undefined;
  /** A heading that the author of the log put above the line. */
  readonly note?: string | undefined;
  /** The callback or event, with its text or time. */
  readonly input?: string | undefined;
  /** The name of the callback's status or of the event, if it is known. */
  readonly event?: ChartEvent | undefined;
  /** The endpoint's answer to a callback. */
  readonly answer?: HttpResponse | undefined;
  /** The result of the line, in short: "WAIT → READY". */
  readonly result: string;
  /** Absent if the line was not applied to a request. */
  readonly outcome?: Outcome | undefined;
  /** The meaning of the outcome, or the error in the line. */
  readonly explanation?: string | undefined;
}

export const malformed = (explanation: string, requestId?: string): Entry => ({
  kind: "malformed line",
  result: "malformed line",
  explanation,
  requestId,
});
