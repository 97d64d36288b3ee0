import type { ConsistentHistory, HistoryAudit, HistoryEntry } from "./history.js";

/**
 * Checks a recorded history of one request against the lifecycle.
 *
 * The history may begin anywhere: nothing is assumed about what happened before its first entry. Without `{ gap: true }`,
 * nothing happened between two entries.
 *
 * @param entries the history, oldest first
 * @param previous the result for the entries before, to audit a long history piece by piece; indices then count from the first
 * of the new entries
 * @returns `{ consistent: true, states }`, or `{ consistent: false, index, possible, conflict, message }`. Contains no handle.
 * @throws TypeError for an entry that is not a history entry, such as an outcome that follows no callback or event
 */
export function auditHistory(_entries: Iterable<HistoryEntry>, _previous?: ConsistentHistory): HistoryAudit {
  throw new Error("Not implemented.");
}
