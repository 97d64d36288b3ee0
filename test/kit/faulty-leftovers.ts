import { Scheduler } from "./scheduler.js";
import type { Answer, Body, Row } from "./store.js";

/** Stores that keep something of an execution or of a rejected input, in a field that the record does not show. */

export const LEFTOVERS: Readonly<Record<string, () => Scheduler>> = {
  "a time-out survives a retry": () =>
    new (class extends Scheduler {
      readonly #timedOut = new Set<string>();
      protected override timeOut(row: Row) {
        const effects = super.timeOut(row);
        this.#timedOut.add(row.requestId);
        return effects;
      }
      protected override complete(row: Row, body: Body) {
        const { timedOut } = row;
        row.timedOut = this.#timedOut.has(row.requestId);
        try {
          return super.complete(row, body);
        } finally {
          row.timedOut = timedOut;
        }
      }
    })(),
  "a warning survives as the result of the next execution": () =>
    new (class extends Scheduler {
      readonly #warned = new Set<string>();
      protected override keepText(row: Row, status: string, text: string | null) {
        if (status === "WARNING") this.#warned.add(row.requestId);
        super.keepText(row, status, text);
      }
      protected override postProcessed(row: Row, body: Body) {
        const isWarned = this.#warned.has(row.requestId) && body.result === "PROCEED";
        return super.postProcessed(row, isWarned ? { result: "WARN" } : body);
      }
    })(),
  "the evidence decides the type of error": () =>
    new (class extends Scheduler {
      protected override complete(row: Row, body: Body) {
        const effects = super.complete(row, body);
        if (row.errorType !== null && row.reportedStatus === "BUSINESS_ERROR") row.errorType = "BUSINESS";
        return effects;
      }
    })(),
  "the evidence is cleared by the operator's decision": () =>
    new (class extends Scheduler {
      protected override complete(row: Row, body: Body) {
        const wasManual = row.state === "ERROR_MANUAL_RECOVERY";
        const effects = super.complete(row, body);
        if (wasManual && row.reportedStatus === "PAUSE") row.reportedStatus = null;
        return effects;
      }
    })(),
  "the text of a late callback is used by the operator's decision": () =>
    new (class extends Scheduler {
      readonly #texts = new Map<string, string>();
      override report(id: string, body: Body): Answer {
        const answer = super.report(id, body);
        if (answer.kind === "ignored" && typeof body.statusMessage === "string")
          this.#texts.set(id, body.statusMessage);
        return answer;
      }
      protected override complete(row: Row, body: Body) {
        const effects = super.complete(row, body);
        row.message ??= this.#texts.get(row.requestId) ?? null;
        return effects;
      }
    })(),
  "a paused state survives a start": () =>
    new (class extends Scheduler {
      protected override beginAttempt(row: Row) {
        row.attempt += 1;
      }
    })(),
  "a message survives a resume": () =>
    new (class extends Scheduler {
      protected override clear(row: Row) {
        const { message, state } = row;
        super.clear(row);
        if (state === "PAUSED") row.message = message;
      }
    })(),
  "a rejected start leaves its handle": () =>
    new (class extends Scheduler {
      readonly #offered = new Map<string, unknown>();
      protected override move(row: Row, body: Body, target: Row["state"] | undefined) {
        if (body.type === "start") this.#offered.set(row.requestId, body.requestHandle);
        return super.move(row, body, target);
      }
      protected override authenticate(row: Row, handle: string) {
        super.authenticate(
          row,
          row.requestHandle && this.#offered.get(row.requestId) === handle ? row.requestHandle : handle,
        );
      }
    })(),
  "a cancellation ends other running requests": () =>
    new (class extends Scheduler {
      protected override cancelCompleted(row: Row) {
        const effects = super.cancelCompleted(row);
        for (const other of this.requests.values()) if (other.state === "RUNNING") other.timedOut = true;
        return effects;
      }
    })(),
  "a late report of an ended request is kept": () =>
    new (class extends Scheduler {
      override report(id: string, body: Body): Answer {
        const answer = super.report(id, body);
        if (answer.reason === "ALREADY_ENDED" && body.status !== "UPDATE") {
          this.row(id).reportedStatus = body.status as NonNullable<Row["reportedStatus"]>;
        }
        return answer;
      }
    })(),
};
