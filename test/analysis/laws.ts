import { OUTCOME_REASONS, type Outcome, type OutcomeReason, REQUEST_STATES } from "ess-request-machine";
import { auditHistory, type ConsistentHistory, type HistoryEntry } from "ess-request-machine/analysis";
import type { Law } from "../model-check/laws.js";
import { type Edge, isAccepted, type Node } from "../model-check/model.js";
import { isPossible } from "./concrete.js";

/** Laws of the audit for the model check: every node has the audit of the history that leads to it. */

const audits = new WeakMap<Node, ConsistentHistory>();

/** The history begins with the record of the root. */
function auditOf(node: Node): ConsistentHistory {
  const known = audits.get(node);
  if (known !== undefined) return known;
  const audit =
    node.reachedBy === undefined
      ? auditHistory([{ record: node.record }])
      : auditHistory([inputOf(node.reachedBy), outcomeOf(node.reachedBy)], auditOf(node.reachedBy.node));
  if (!audit.consistent) throw new Error(audit.message);
  audits.set(node, audit);
  return audit;
}

/** The lifecycle treats null as absent. To the audit, null means that the log omits nothing. */
const NOTHING = { requestHandle: null, at: null, result: null, state: null };

function inputOf({ step: { callback, event } }: Edge): HistoryEntry {
  if (event === undefined) return { callback: isObject(callback) ? { ...NOTHING, ...callback } : callback };
  return { event: isObject(event) ? { ...NOTHING, ...event } : event } as HistoryEntry;
}

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null;

const outcomeOf = ({ outcome }: Edge): HistoryEntry => {
  const { request: _, ...shown } = outcome as Outcome;
  return { outcome: shown };
};

const recordOf = ({ outcome }: Edge): HistoryEntry => ({ record: (outcome as Outcome).request });

/** An outcome that is not accepted leaves the record as it was. */
export const isConsistent: Law = (edge) => {
  const record = isAccepted(edge.outcome) ? [recordOf(edge)] : [];
  return auditHistory([inputOf(edge), outcomeOf(edge), ...record], auditOf(edge.node)).consistent;
};

export const isConsistentWhenTheLogBeginsLate: Law = (edge) =>
  auditHistory([inputOf(edge), outcomeOf(edge), recordOf(edge)]).consistent;

const isInconsistentWith = (edge: Edge, entry: HistoryEntry): boolean =>
  !auditHistory([inputOf(edge), entry], auditOf(edge.node)).consistent;

/** In a history that leaves nothing out, no other reason and no other state is possible. */
export const isInconsistentWhenChanged: Law = (edge) => {
  const { outcome } = edge;
  const reason = next(Object.keys(OUTCOME_REASONS)) as OutcomeReason;
  const state = next(REQUEST_STATES);
  return (
    (outcome !== undefined && "reason" in outcome && outcome.reason === reason) ||
    (isInconsistentWith(edge, { reason }) && (outcome?.request.state === state || isInconsistentWith(edge, { state })))
  );
};

let turn = 0;

/** A different one each time. */
function next<Value>(values: readonly Value[]): Value {
  turn += 1;
  return values[turn % values.length] as Value;
}

/** Checks the law on one of n edges. */
export function onOneOf(count: number, law: Law): Law {
  let edges = 0;
  return (edge, library) => {
    edges += 1;
    return edges % count !== 0 || law(edge, library);
  };
}

/** Whether brute force agrees: it finds a request for a consistent history, and none for another. */
export function doesBruteForceAgree(history: readonly HistoryEntry[]): boolean {
  if (!auditHistory(history).consistent) return !isPossible(history);
  return isPossible(history, true);
}
