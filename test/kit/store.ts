import type { JobRequest } from "ess-request-machine";

/**
 * A scheduler's store as another team might write it, without the library: one table of requests, whose rows are
 * changed in place and handed out as they are, and one of handles, which are unique over all requests. The faulty ones
 * override parts.
 */

export type Row = { -readonly [Field in keyof JobRequest]: JobRequest[Field] };

export interface Answer {
  kind: "transitioned" | "recorded" | "ignored" | "rejected";
  reason: string | null;
  effects: string[];
  httpStatus: number;
}

/** Thrown to stop the processing of an input that has no effect. Without a stack, which takes long to record. */
export class NoEffect {
  constructor(readonly reason: string) {}
}

const IGNORED = ["STALE_HANDLE", "DUPLICATE", "ALREADY_REPORTED", "ALREADY_ENDED", "NOT_EXECUTING", "NOT_CANCELLING"];
const STATUSES = ["SUCCESS", "UPDATE", "PAUSE", "WARNING", "ERROR", "BUSINESS_ERROR", "CANCEL", "SUSPEND"];
const ENDED = ["SUCCEEDED", "WARNING", "ERROR", "CANCELLED", "EXPIRED", "VALIDATION_FAILED", "FINISHED"];
const ENTRY_EFFECTS: Record<string, string> = {
  COMPLETED: "runPostProcessing",
  ERROR_AUTO_RETRY: "scheduleRetry",
  ERROR_MANUAL_RECOVERY: "alertOperator",
};
const REMEMBERED = 16;

export type Body = Record<string, unknown>;

export class Store {
  readonly requests = new Map<string, Row>();
  /** A unique index: which request each handle belongs to. */
  readonly handles = new Map<string, string>();

  submit(requestId: string, retries: number, validated: boolean): void {
    const state = validated ? "WAIT" : "PENDING_VALIDATION";
    const empty = { message: null, update: null, pausedState: null, executableState: null, errorType: null };
    const execution = { requestHandle: null, earlierHandles: [], reportedStatus: null, attempt: 0 };
    const counts = { retries, retriedCount: 0, timedOut: false, cancelSeenAt: null };
    this.requests.set(requestId, { schemaVersion: 1, requestId, state, ...execution, ...counts, ...empty });
  }

  row(id: string): Row {
    return this.requests.get(id)!;
  }

  /** Runs the change of one row, and returns the outcome. */
  protected change(row: Row, work: () => string[]): Answer {
    const before = row.state;
    try {
      const effects = work();
      const moved = row.state !== before;
      return {
        kind: moved ? "transitioned" : "recorded",
        reason: null,
        effects: [...effects, ...this.entered(row, moved)],
        httpStatus: 200,
      };
    } catch (error) {
      if (!(error instanceof NoEffect)) throw error;
      const { reason } = error;
      const kind = IGNORED.includes(reason) ? "ignored" : "rejected";
      const httpStatus = kind === "ignored" ? 200 : reason === "HANDLE_MISMATCH" ? 403 : 400;
      return { kind, reason, effects: [], httpStatus };
    }
  }

  protected entered({ state }: Row, moved: boolean): string[] {
    if (!moved) return [];
    if (ENDED.includes(state)) return ["notifyEnded"];
    return ENTRY_EFFECTS[state] ? [ENTRY_EFFECTS[state]] : [];
  }

  protected stopIf(condition: boolean, reason: string): void {
    if (condition) throw new NoEffect(reason);
  }

  protected isEnded(row: Row): boolean {
    return ENDED.includes(row.state);
  }

  // Callbacks

  report(id: string, body: Body): Answer {
    const row = this.row(id);
    return this.change(row, () => this.hear(row, body));
  }

  protected hear(row: Row, { status, requestHandle, statusMessage }: Body): string[] {
    this.stopIf(!this.isStatus(status), "UNKNOWN_STATUS");
    this.stopIf(!this.isHandle(requestHandle), "HANDLE_MISSING");
    this.authenticate(row, this.handle(requestHandle as string));
    const reported = status as NonNullable<Row["reportedStatus"]> | "UPDATE";
    this.stopIf(row.reportedStatus === reported, "DUPLICATE");
    this.stopIf(row.reportedStatus !== null, "ALREADY_REPORTED");
    this.stopIf(this.isEnded(row), "ALREADY_ENDED");
    this.stopIf(!["RUNNING", "CANCELLING", "ERROR_MANUAL_RECOVERY"].includes(row.state), "NOT_EXECUTING");
    const text = typeof statusMessage === "string" ? this.text(statusMessage) : null;
    if (reported === "UPDATE") return this.updated(row, text);
    row.reportedStatus = reported;
    this.keepText(row, reported, text);
    if (row.state === "ERROR_MANUAL_RECOVERY") return ["alertOperator"];
    return this.finished(row, reported);
  }

  protected isStatus(status: unknown): boolean {
    return typeof status === "string" && STATUSES.includes(status);
  }

  protected isHandle(handle: unknown): boolean {
    return typeof handle === "string" && handle !== "";
  }

  /** How a handle is stored and compared. */
  protected handle(handle: string): string {
    return handle;
  }

  /** How a text is stored. */
  protected text(text: string): string | null {
    return text;
  }

  protected authenticate(row: Row, handle: string): void {
    this.stopIf(row.earlierHandles.includes(handle), "STALE_HANDLE");
    this.stopIf(row.requestHandle !== handle, "HANDLE_MISMATCH");
  }

  protected updated(row: Row, text: string | null): string[] {
    row.update = text;
    return row.state === "ERROR_MANUAL_RECOVERY" ? [] : ["deliverUpdate"];
  }

  protected keepText(row: Row, status: string, text: string | null): void {
    if (status === "PAUSE") row.pausedState = text;
    else if (status !== "SUCCESS" && status !== "CANCEL") row.message = text;
  }

  protected finished(row: Row, status: string): string[] {
    const cancelling = row.state === "CANCELLING";
    switch (status) {
      case "SUCCESS":
      case "WARNING":
        row.executableState = status === "SUCCESS" ? "SUCCEEDED" : "WARNING";
        row.state = cancelling ? row.executableState : "COMPLETED";
        return [];
      case "ERROR":
        if (!cancelling && this.hasRetry(row)) row.state = "ERROR_AUTO_RETRY";
        else this.fail(row, "SYSTEM");
        return [];
      case "BUSINESS_ERROR":
        this.fail(row, "BUSINESS");
        return [];
      default:
        row.state = cancelling || status === "CANCEL" ? "CANCELLED" : "PAUSED";
        return status === "PAUSE" && row.state === "PAUSED" ? ["startSubRequests"] : [];
    }
  }

  protected hasRetry(row: Row): boolean {
    return row.retriedCount < row.retries;
  }

  protected fail(row: Row, type: NonNullable<Row["errorType"]>): void {
    row.state = "ERROR";
    row.errorType = type;
  }

  /** A new execution: everything that the last one left is cleared. */
  protected begin(row: Row, handle: string): void {
    this.stopIf(handle === row.requestHandle || row.earlierHandles.includes(handle), "HANDLE_REUSED");
    this.stopIf(this.handles.has(handle), "HANDLE_REUSED");
    this.handles.set(handle, row.requestId);
    if (row.requestHandle !== null) {
      row.earlierHandles = [row.requestHandle, ...row.earlierHandles].slice(0, REMEMBERED);
    }
    row.requestHandle = handle;
    this.clear(row);
  }

  protected clear(row: Row): void {
    Object.assign(row, { reportedStatus: null, message: null, update: null, executableState: null });
    Object.assign(row, { errorType: null, cancelSeenAt: null, timedOut: false });
  }
}
