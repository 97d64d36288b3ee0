import { count } from "../input/messages.js";
import { COVERAGE_KINDS, type CoverageKind } from "./coverage.js";

/** The names of the items that a run covered, and of those that it did not. */
export interface CoverageItems {
  /** Sent and compared at least once. */
  readonly covered: readonly string[];
  /** Reachable, but never sent. */
  readonly uncovered: readonly string[];
}

/** The coverage and comparisons of a run. Plain data. */
export interface ConformanceReport {
  /** The seed of the random scenarios. */
  readonly seed: number;
  /** How many scenarios were run, each with a request of its own. */
  readonly requests: number;
  /** How many callbacks and events were sent. */
  readonly steps: number;
  /** How many steps the adapter could not send. */
  readonly unsupported: number;
  /** The largest number of executions that a request had. */
  readonly executions: number;
  /** States, by name. */
  readonly states: CoverageItems;
  /** State, input and result, such as `RUNNING: SUCCESS → COMPLETED`. */
  readonly outcomes: CoverageItems;
  /** An outcome with what may matter beside it: how often, after what, with which value. */
  readonly situations: CoverageItems;
  /** Reasons of ignored and rejected inputs, by name. */
  readonly reasons: CoverageItems;
  /** Effects, by name. */
  readonly effects: CoverageItems;
  /** How often each member of an answer and each field of a record was compared: 0 if the adapter never showed it. */
  readonly compared: Readonly<Record<string, number>>;
}

export const isFull = (report: ConformanceReport): boolean =>
  COVERAGE_KINDS.every((kind) => report[kind].uncovered.length === 0);

const MAX_NAMES = 10;

/**
 * Formats a report as lines of text. The same run gives the same text.
 *
 * @param report what `conformance` returned, or `error.report`
 */
export function formatReport(report: ConformanceReport): string {
  const { seed, requests, steps, executions, unsupported, compared } = report;
  const hidden = Object.keys(compared).filter((name) => compared[name] === 0);
  const executed = `up to ${count(executions, "execution")} of one request`;
  return [
    `${count(requests, "request")}, ${count(steps, "step")}, ${executed}; seed ${seed}`,
    ...COVERAGE_KINDS.flatMap((kind) => coverageLines(kind, report)),
    `compared: ${comparedText(compared)}`,
    ...(hidden.length === 0 ? [] : [`never compared: ${hidden.join(", ")}`]),
    ...(unsupported === 0 ? [] : [`unsupported: ${count(unsupported, "step")}`]),
  ].join("\n");
}

function coverageLines(kind: CoverageKind, report: ConformanceReport): string[] {
  const { covered, uncovered } = report[kind];
  const more = uncovered.length > MAX_NAMES ? [`  and ${uncovered.length - MAX_NAMES} more`] : [];
  const shown = uncovered.slice(0, MAX_NAMES).map((name) => `  uncovered: ${name}`);
  return [`${kind}: ${covered.length} of ${covered.length + uncovered.length}`, ...shown, ...more];
}

/** Names that were compared equally often are listed together. */
function comparedText(compared: ConformanceReport["compared"]): string {
  const numbers = [...new Set(Object.values(compared))].filter((times) => times > 0);
  const namesOf = (times: number) => Object.keys(compared).filter((name) => compared[name] === times);
  return numbers.map((times) => `${namesOf(times).join(", ")} ${count(times, "time")}`).join("; ") || "nothing";
}
