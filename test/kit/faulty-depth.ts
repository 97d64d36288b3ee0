import { Scheduler } from "./scheduler.js";
import type { Body, Row } from "./store.js";

/** Stores that go wrong only after several retries, pauses, delays or updates. */

/** A second table beside the requests, as such stores have. */
const counter = () => {
  const counts = new Map<string, number>();
  return (row: Row) => {
    const count = (counts.get(row.requestId) ?? 0) + 1;
    counts.set(row.requestId, count);
    return count;
  };
};

export const DEPTH: Readonly<Record<string, () => Scheduler>> = {
  "the limit of retries is never reached after a real retry": () =>
    new (class extends Scheduler {
      protected override hasRetry(row: Row) {
        return row.retries > 0 && row.retriedCount <= row.retries && row.attempt <= row.retries + 1;
      }
    })(),
  "at most five retries are made": () =>
    new (class extends Scheduler {
      protected override hasRetry(row: Row) {
        return row.retriedCount < Math.min(row.retries, 5);
      }
    })(),
  "retries are compared as text": () =>
    new (class extends Scheduler {
      protected override hasRetry(row: Row) {
        return String(row.retriedCount) < String(row.retries);
      }
    })(),
  "recovery restores the retries": () =>
    new (class extends Scheduler {
      readonly #recovered = new Set<string>();
      protected override move(row: Row, body: Body, target: Row["state"] | undefined) {
        if (body.type === "recover" && target) this.#recovered.add(row.requestId);
        return super.move(row, body, target);
      }
      protected override hasRetry(row: Row) {
        return this.#recovered.delete(row.requestId) ? row.retries > 0 : super.hasRetry(row);
      }
    })(),
  "the third DELAY counts as PROCEED": () => {
    const count = counter();
    return new (class extends Scheduler {
      protected override postProcessed(row: Row, body: Body) {
        const effects = super.postProcessed(row, body);
        return body.result === "DELAY" && count(row) === 3 ? super.postProcessed(row, { result: "PROCEED" }) : effects;
      }
    })();
  },
  "after ten updates the job counts as hanging": () => {
    const count = counter();
    return new (class extends Scheduler {
      protected override updated(row: Row, text: string | null) {
        return count(row) <= 10 ? super.updated(row, text) : [];
      }
    })();
  },
  "a job may pause nine times": () => {
    const count = counter();
    return new (class extends Scheduler {
      protected override finished(row: Row, status: string) {
        const isPause = status === "PAUSE" && row.state === "RUNNING";
        return isPause && count(row) > 9 ? super.finished(row, "BUSINESS_ERROR") : super.finished(row, status);
      }
    })();
  },
  "a resume after a retry is an attempt": () =>
    new (class extends Scheduler {
      protected override move(row: Row, body: Body, target: Row["state"] | undefined) {
        const effects = super.move(row, body, target);
        if (body.type === "resume" && row.retriedCount > 0) row.attempt += 1;
        return effects;
      }
    })(),
  "fifteen earlier handles are remembered": () =>
    new (class extends Scheduler {
      protected override clear(row: Row) {
        super.clear(row);
        row.earlierHandles = row.earlierHandles.slice(0, 15);
      }
    })(),
};
