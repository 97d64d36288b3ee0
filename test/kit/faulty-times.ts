import { Scheduler } from "./scheduler.js";
import type { Body, Row } from "./store.js";

/** Stores that are wrong about times, and stores that accept or reject malformed input. */

const MINUTE = 60_000;

export const TIMES: Readonly<Record<string, () => Scheduler>> = {
  "times are stored in seconds": () =>
    new (class extends Scheduler {
      protected override time(at: number) {
        return at - (at % 1000);
      }
    })(),
  "a time of 0 counts as missing": () =>
    new (class extends Scheduler {
      protected override isTime(at: unknown) {
        return at !== 0 && super.isTime(at);
      }
    })(),
  "times are dates": () =>
    new (class extends Scheduler {
      protected override time(at: number) {
        return new Date(at).getTime();
      }
    })(),
  "a job is given up only after more than 30 minutes": () =>
    new (class extends Scheduler {
      protected override forceCancel(row: Row, body: Body) {
        const at = this.timeOf(body);
        const isLimit = row.state === "CANCELLING" && at - row.cancelSeenAt! === 30 * MINUTE;
        this.stopIf(isLimit && row.reportedStatus === null, "TOO_EARLY");
        return super.forceCancel(row, body);
      }
      protected override timeOf(body: Body) {
        return super.timeOf(body);
      }
    })(),
  "a check-in sets the time back": () =>
    new (class extends Scheduler {
      protected override seen(row: Row, at: number) {
        row.cancelSeenAt = at;
      }
    })(),
  "a check-in before the cancellation is ignored in the last 10 minutes": () =>
    new (class extends Scheduler {
      protected override seen(row: Row, at: number) {
        if (at - row.cancelSeenAt! < 20 * MINUTE) super.seen(row, at);
      }
    })(),
  "an update counts as a sign of life": () =>
    new (class extends Scheduler {
      protected override updated(row: Row, text: string | null) {
        if (row.cancelSeenAt !== null) row.cancelSeenAt += 1;
        return super.updated(row, text);
      }
    })(),
};

export const MALFORMED: Readonly<Record<string, () => Scheduler>> = {
  "a time may be a text of digits": () =>
    new (class extends Scheduler {
      protected override isTime(at: unknown) {
        return super.isTime(typeof at === "string" && at !== "" ? Number(at) : at);
      }
      protected override time(at: number) {
        return Number(at);
      }
    })(),
  "a time may be true": () =>
    new (class extends Scheduler {
      protected override isTime(at: unknown) {
        return at === true || super.isTime(at);
      }
    })(),
  "a time may be a fraction": () =>
    new (class extends Scheduler {
      protected override isTime(at: unknown) {
        return typeof at === "number" && at >= 0 && at <= Number.MAX_SAFE_INTEGER;
      }
    })(),
  "a status is looked up as a property": () =>
    new (class extends Scheduler {
      protected override isStatus(status: unknown) {
        return super.isStatus(status) || (status as string) in { UPDATE: true };
      }
      protected override keepText(row: Row, status: string, text: string | null) {
        super.keepText(row, String(status), text);
      }
    })(),
  "a result may be in lower case": () =>
    new (class extends Scheduler {
      protected override isResult(result: unknown) {
        return typeof result === "string" && super.isResult(result.toUpperCase());
      }
    })(),
  "a message of any type is stored": () =>
    new (class extends Scheduler {
      protected override keepMessage(row: Row, { message }: Body) {
        if ((message ?? null) !== null) row.message = this.text(message as string);
      }
    })(),
  "a handle in a list counts": () =>
    new (class extends Scheduler {
      protected override isHandle(handle: unknown) {
        return super.isHandle(Array.isArray(handle) ? handle[0] : handle);
      }
      protected override handle(handle: string) {
        return String(handle);
      }
    })(),
  "an empty handle is unknown, not missing": () =>
    new (class extends Scheduler {
      protected override isHandle(handle: unknown) {
        return typeof handle === "string";
      }
    })(),
};
