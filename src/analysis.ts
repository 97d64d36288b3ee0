/**
 * Analysis of recorded histories and of what can still happen: finds the entry of a log that no correct scheduler could
 * have produced. Pure functions, with no dependencies.
 *
 * @module ess-request-machine/analysis
 */

export { auditHistory } from "./analysis/audit-history.js";
export { auditStates } from "./analysis/audit-states.js";
export type { HiddenStep, StatesAudit } from "./analysis/hidden-steps.js";
export type {
  ConsistentHistory,
  Gap,
  HistoryAudit,
  HistoryEntry,
  InconsistentHistory,
  ObservedCallback,
  ObservedEvent,
  ObservedOutcome,
  ObservedRecord,
} from "./analysis/history.js";
export { type PendingInput, type ReachableEnd, type ReachedStep, reachableEnds } from "./analysis/reachable-ends.js";
