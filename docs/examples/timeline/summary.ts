import type { JobRequest } from "ess-request-machine";
import { ENTRY_KINDS, type Entry } from "./entry.js";
import type { LateRequests } from "./late-requests.js";
import { resultText } from "./rows.js";

/** Counts the lines of a log by kind and by reason, and the requests by result. */

type Counts = Map<string, number>;

export class Summary {
  /** The number of lines that were read: all but the malformed ones. */
  linesRead = 0;
  readonly #kinds: Counts = new Map();
  readonly #reasons: ReadonlyMap<string, Counts> = new Map([
    ["ignored", new Map()],
    ["rejected", new Map()],
  ]);

  add({ kind, outcome }: Entry): void {
    increment(this.#kinds, kind);
    if (kind !== "malformed line") this.linesRead += 1;
    if (outcome?.kind === "ignored" || outcome?.kind === "rejected")
      increment(this.#reasons.get(outcome.kind) as Counts, outcome.reason);
  }

  text(requests: ReadonlyMap<string, JobRequest>, late: LateRequests): string {
    const results: Counts = new Map();
    for (const request of requests.values()) increment(results, resultText(request));
    const rows = [
      countRow(requests.size + late.size, "requests"),
      ...sorted(results).map(([name, count]) => countRow(count, name, 1)),
      ...(late.size > 0 ? [countRow(late.size, "with a log that begins late", 1)] : []),
      countRow(total(this.#kinds), "lines, without blank ones"),
    ];
    for (const kind of ENTRY_KINDS) {
      const count = this.#kinds.get(kind);
      if (count === undefined) continue;
      rows.push(countRow(count, kind, 1));
      rows.push(...sorted(this.#reasons.get(kind) ?? new Map()).map(([reason, n]) => countRow(n, reason, 2)));
    }
    return rows.join("");
  }
}

const increment = (counts: Counts, name: string): unknown => counts.set(name, (counts.get(name) ?? 0) + 1);

const total = (counts: Counts): number => [...counts.values()].reduce((sum, count) => sum + count, 0);

/** The most frequent first. */
const sorted = (counts: Counts): readonly [string, number][] => [...counts].sort(([, a], [, b]) => b - a);

const countRow = (count: number, name: string, level = 0): string =>
  `${String(count).padStart(9)}  ${"  ".repeat(level)}${name}\n`;
