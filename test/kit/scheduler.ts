import { type Answer, type Body, type Row, Store } from "./store.js";

/** The events of the scheduler and the operator. */

const LIMIT = 30 * 60_000;

type State = Row["state"];
const MOVES: Record<string, Partial<Record<State, State>>> = {
  validationPassed: { PENDING_VALIDATION: "WAIT" },
  validationFailed: { PENDING_VALIDATION: "VALIDATION_FAILED" },
  dispatch: { WAIT: "READY" },
  block: { WAIT: "BLOCKED", READY: "BLOCKED" },
  unblock: { BLOCKED: "READY" },
  hold: { WAIT: "HOLD", READY: "HOLD" },
  release: { HOLD: "WAIT" },
  expire: { WAIT: "EXPIRED", READY: "EXPIRED", BLOCKED: "EXPIRED" },
  start: { READY: "RUNNING" },
  resume: { PAUSED: "RUNNING" },
  manualRecoveryRequired: { RUNNING: "ERROR_MANUAL_RECOVERY" },
  retry: { ERROR_AUTO_RETRY: "WAIT" },
  recover: { ERROR_MANUAL_RECOVERY: "WAIT" },
  scheduleEnded: { WAIT: "SCHEDULE_ENDED" },
  childrenFinished: { SCHEDULE_ENDED: "FINISHED" },
};
const RESULTS = ["PROCEED", "WARN", "BIZ_ERROR", "SYSTEM_ERROR", "CANCEL", "DELAY"];
const COMPLETIONS = ["SUCCEEDED", "WARNING", "ERROR", "CANCELLED"];
const CANCEL_EFFECTS: Partial<Record<State, string>> = {
  RUNNING: "notifyCancellation",
  ERROR_MANUAL_RECOVERY: "notifyCancellation",
  PAUSED: "cancelSubRequests",
  COMPLETED: "stopPostProcessing",
};

type Method = (row: Row, body: Body) => string[];

export class Scheduler extends Store {
  protected readonly methods: Record<string, Method> = {
    timeOut: (row) => this.timeOut(row),
    cancel: (row, body) => this.cancel(row, body),
    checkIn: (row, body) => this.checkIn(row, body),
    forceCancel: (row, body) => this.forceCancel(row, body),
    cancelCompleted: (row) => this.cancelCompleted(row),
    postProcessed: (row, body) => this.postProcessed(row, body),
    complete: (row, body) => this.complete(row, body),
  };

  handleEvent(id: string, body: Body): Answer {
    const row = this.row(id);
    return this.change(row, () => {
      const { type } = body;
      const moves = typeof type === "string" && Object.hasOwn(MOVES, type) ? MOVES[type] : undefined;
      if (moves !== undefined) return this.move(row, body, moves[row.state]);
      const isKnown = typeof type === "string" && Object.hasOwn(this.methods, type);
      this.stopIf(!isKnown, "UNKNOWN_EVENT");
      return this.methods[type as string]!(row, body);
    });
  }

  protected move(row: Row, body: Body, target: State | undefined): string[] {
    const type = body.type as string;
    this.stopIf(target === undefined, "UNSUPPORTED_STATE");
    this.stopIf((type === "expire" || type === "scheduleEnded") && row.attempt > 0, "ALREADY_STARTED");
    if (type === "start" || type === "resume") {
      this.stopIf(!this.isHandle(body.requestHandle), "HANDLE_MISSING");
      this.begin(row, this.handle(body.requestHandle as string));
    }
    if (type === "start") this.beginAttempt(row);
    if (type === "retry") row.retriedCount += 1;
    if (type === "validationFailed" || type === "manualRecoveryRequired") this.keepMessage(row, body);
    row.state = target!;
    return type === "start" || type === "resume" ? ["invokeJob"] : [];
  }

  protected beginAttempt(row: Row): void {
    row.attempt += 1;
    row.pausedState = null;
  }

  protected keepMessage(row: Row, { message }: Body): void {
    this.stopIf((message ?? null) !== null && typeof message !== "string", "INVALID_PAYLOAD");
    if (typeof message === "string") row.message = this.text(message);
  }

  protected isTime(at: unknown): boolean {
    return Number.isSafeInteger(at) && (at as number) >= 0;
  }

  /** How a time is stored. */
  protected time(at: number): number {
    return at;
  }

  protected timeOf({ at }: Body): number {
    this.stopIf(!this.isTime(at), "INVALID_PAYLOAD");
    return this.time(at as number);
  }

  protected timeOut(row: Row): string[] {
    this.stopIf(row.state !== "RUNNING", "UNSUPPORTED_STATE");
    this.stopIf(row.timedOut, "DUPLICATE");
    row.timedOut = true;
    return ["alertOperator"];
  }

  protected cancel(row: Row, body: Body): string[] {
    this.stopIf(this.isEnded(row), "UNSUPPORTED_STATE");
    const at = this.timeOf(body);
    this.stopIf(row.state === "CANCELLING", "DUPLICATE");
    const effect = CANCEL_EFFECTS[row.state];
    const isActive = ["RUNNING", "PAUSED", "COMPLETED"].includes(row.state);
    row.state = isActive ? "CANCELLING" : "CANCELLED";
    if (isActive) row.cancelSeenAt = at;
    return effect === undefined ? [] : [effect];
  }

  protected checkIn(row: Row, body: Body): string[] {
    this.stopIf(!this.isHandle(body.requestHandle), "HANDLE_MISSING");
    const at = this.timeOf(body);
    this.authenticate(row, this.handle(body.requestHandle as string));
    this.stopIf(row.reportedStatus !== null, "ALREADY_REPORTED");
    this.stopIf(this.isEnded(row), "ALREADY_ENDED");
    this.stopIf(row.state !== "CANCELLING", "NOT_CANCELLING");
    this.seen(row, at);
    return [];
  }

  protected seen(row: Row, at: number): void {
    row.cancelSeenAt = Math.max(row.cancelSeenAt!, at);
  }

  protected forceCancel(row: Row, body: Body): string[] {
    this.stopIf(row.state !== "CANCELLING", "UNSUPPORTED_STATE");
    const at = this.timeOf(body);
    this.stopIf(row.reportedStatus !== null, "NOT_AWAITING_CALLBACK");
    this.stopIf(at - row.cancelSeenAt! < LIMIT, "TOO_EARLY");
    row.state = "CANCELLED";
    return [];
  }

  protected cancelCompleted(row: Row): string[] {
    this.stopIf(row.state !== "CANCELLING", "UNSUPPORTED_STATE");
    this.stopIf(row.reportedStatus === null, "AWAITING_CALLBACK");
    row.state = "CANCELLED";
    return [];
  }

  protected isResult(result: unknown): boolean {
    return typeof result === "string" && RESULTS.includes(result);
  }

  protected postProcessed(row: Row, { result }: Body): string[] {
    this.stopIf(row.state !== "COMPLETED" && row.state !== "CANCELLING", "UNSUPPORTED_STATE");
    this.stopIf(!this.isResult(result), "INVALID_PAYLOAD");
    this.stopIf(row.reportedStatus !== "SUCCESS" && row.reportedStatus !== "WARNING", "NOT_POST_PROCESSING");
    if (result === "DELAY") return ["runPostProcessing"];
    if (result === "BIZ_ERROR") this.fail(row, "BUSINESS");
    else if (result === "SYSTEM_ERROR") this.fail(row, "SYSTEM");
    else if (result === "CANCEL") row.state = "CANCELLED";
    else row.state = result === "WARN" || row.executableState === "WARNING" ? "WARNING" : "SUCCEEDED";
    return [];
  }

  protected complete(row: Row, body: Body): string[] {
    this.stopIf(row.state !== "RUNNING" && row.state !== "ERROR_MANUAL_RECOVERY", "UNSUPPORTED_STATE");
    const isValid = typeof body.state === "string" && COMPLETIONS.includes(body.state);
    this.stopIf(!isValid, "INVALID_PAYLOAD");
    this.stopIf((body.message ?? null) !== null && typeof body.message !== "string", "INVALID_PAYLOAD");
    this.stopIf(row.state === "RUNNING" && !row.timedOut, "NOT_TIMED_OUT");
    this.keepMessage(row, body);
    if (body.state === "ERROR") this.fail(row, row.timedOut ? "TIMEOUT" : "SYSTEM");
    else row.state = body.state as State;
    return [];
  }
}
