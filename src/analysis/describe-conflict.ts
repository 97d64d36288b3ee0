import { isExecutionStatus, isLifecycleEventName } from "../index.js";
import type { HistoryEntry, ObservedOutcome, ObservedRecord } from "./history.js";

const MAX_SHOWN = 4;

/** One line for people. Only names of the library occur in it: anything else could be a handle. */
export function describeConflict(
  entries: readonly HistoryEntry[],
  conflict: readonly number[],
  possible: readonly HistoryEntry[],
): string {
  const described = conflict.map((index) => `entries[${index}] (${describe(entries[index] as HistoryEntry)})`);
  const causes = described.slice(0, -1);
  const why = causes.length === 0 ? "by itself" : `after ${listed(shortened(causes), "and")}`;
  return `${described.at(-1)} is impossible ${why}. Possible: ${listed(shortened(possible.map(describe)), "or")}.`;
}

function describe(entry: HistoryEntry): string {
  if ("callback" in entry) {
    const status = entry.callback?.status;
    return isExecutionStatus(status) ? status : "an unknown status";
  }
  if ("event" in entry) {
    const type = entry.event?.type;
    return isLifecycleEventName(type) ? type : "an unknown event";
  }
  if ("outcome" in entry) return describeOutcome(entry.outcome);
  if ("reason" in entry) return entry.reason;
  if ("state" in entry) return `state ${entry.state}`;
  if ("record" in entry) return describeRecord(entry.record);
  return "a gap";
}

const describeOutcome = ({ kind, reason, from, to, httpStatus }: ObservedOutcome): string =>
  [kind, reason, from && `from ${from}`, to && `to ${to}`, httpStatus !== undefined && `HTTP status ${httpStatus}`]
    .filter(Boolean)
    .join(" ") || "outcome";

/** The members that say something. */
function describeRecord(record: ObservedRecord): string {
  const { state, reportedStatus, executableState, errorType, timedOut, retries, retriedCount } = record;
  const members = Object.entries({ state, reportedStatus, executableState, errorType, timedOut, retries, retriedCount })
    .filter(([, value]) => value)
    .map(([member, value]) => `${member} ${value}`);
  return ["record", ...members].join(" ");
}

/** The items as text: "a, b and c". */
export const listed = (items: readonly string[], word: "and" | "or"): string =>
  items.length < 2 ? items.join() : `${items.slice(0, -1).join(", ")} ${word} ${items.at(-1)}`;

function shortened(items: readonly string[]): readonly string[] {
  const others = items.length - MAX_SHOWN;
  return others > 1 ? [...items.slice(0, MAX_SHOWN), `${others} others`] : items;
}
