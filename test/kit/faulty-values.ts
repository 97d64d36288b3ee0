import { Scheduler } from "./scheduler.js";
import type { Body, Row } from "./store.js";

/** Stores that change or confuse texts, handles and ids. */

/** A store that changes texts on their way into the table. */
const storing = (text: (text: string) => string | null) => () =>
  new (class extends Scheduler {
    protected override text(sent: string) {
      return text(sent);
    }
  })();

/** A store that changes handles before it compares them, but shows them as they were. */
const comparing = (fold: (handle: string) => string) => () =>
  new (class extends Scheduler {
    protected override authenticate(row: Row, handle: string) {
      const same = (one: string | null) => one !== null && fold(one) === fold(handle);
      super.authenticate(row, [row.requestHandle, ...row.earlierHandles].find(same) ?? handle);
    }
  })();

export const VALUES: Readonly<Record<string, () => Scheduler>> = {
  "texts are trimmed": storing((text) => text.trim()),
  "a line break at the end of a text is lost": storing((text) => text.replace(/\n$/, "")),
  "an empty text is stored as null": storing((text) => text || null),
  "texts are normalised": storing((text) => text.normalize()),
  "texts are cut after 255 characters": storing((text) => text.slice(0, 255)),
  "texts are cut after 4,000 bytes": storing((text) => Buffer.from(text).subarray(0, 4000).toString()),
  "texts are stored as three-byte UTF-8": storing((text) => text.replace(/[\u{10000}-\u{10ffff}]/gu, "?")),
  "a text that looks like a number becomes one": storing((text) => (/^\d+$/.test(text) ? String(Number(text)) : text)),
  "markup in texts is escaped": storing((text) => text.replaceAll("<", "&lt;")),
  "the text null is stored as null": storing((text) => (text === "null" ? null : text)),
  "handles are compared without regard to case": comparing((handle) => handle.toLowerCase()),
  "handles are compared without blanks at the end": comparing((handle) => handle.trimEnd()),
  "handles are compared by their first 64 characters": comparing((handle) => handle.slice(0, 64)),
  "a handle that only begins like the current one is accepted": () =>
    new (class extends Scheduler {
      protected override authenticate(row: Row, handle: string) {
        super.authenticate(row, row.requestHandle?.startsWith(handle) ? row.requestHandle : handle);
      }
    })(),
  "new handles are unique without regard to case": () =>
    new (class extends Scheduler {
      protected override begin(row: Row, handle: string) {
        const earlier = [...row.earlierHandles, row.requestHandle ?? ""].map((each) => each.toLowerCase());
        this.stopIf(earlier.includes(handle.toLowerCase()), "HANDLE_REUSED");
        super.begin(row, handle);
      }
    })(),
  "ids are numbers": () =>
    new (class extends Scheduler {
      override row(id: string) {
        return super.row(
          this.requests.has(id) ? [...this.requests.keys()].findLast((key) => Number(key) === Number(id))! : id,
        );
      }
    })(),
  "an absent text keeps the last paused state": () =>
    new (class extends Scheduler {
      protected override keepText(row: Row, status: string, text: string | null) {
        super.keepText(row, status, status === "PAUSE" ? (text ?? row.pausedState) : text);
      }
    })(),
  "members of a callback are stored by name": () =>
    new (class extends Scheduler {
      protected override hear(row: Row, body: Body) {
        const effects = super.hear(row, body);
        if (typeof body.pausedState === "string") row.pausedState = body.pausedState;
        return effects;
      }
    })(),
};
