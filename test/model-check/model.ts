import {
  type applyExecutionStatus,
  type applyLifecycleEvent,
  EXECUTION_STATUSES,
  type FinalStatus,
  type JobRequest,
  type Outcome,
} from "ess-request-machine";
import type { Step } from "../support/arbitraries.js";

/** What is explored: points in the life of one request, and the steps that lead from one to the next. */

/** What is checked. It is handed in, so that a fault can be planted without touching it. */
export interface Library {
  readonly applyExecutionStatus: typeof applyExecutionStatus;
  readonly applyLifecycleEvent: typeof applyLifecycleEvent;
}

/** One execution as it really went: kept beside the record, so that the record is held to it and not to itself. */
export interface Execution {
  readonly handle: string;
  /** The final report that was accepted from it. */
  readonly report: FinalStatus | null;
}

export interface Node {
  readonly record: JobRequest;
  /** Every execution begun so far, first to last; the record forgets the oldest. */
  readonly executions: readonly Execution[];
  /** By which it was first reached; a root by none. */
  readonly reachedBy: Edge | undefined;
}

/** One step from a node, and what it came to: an outcome, or whatever was thrown. */
export interface Edge {
  readonly node: Node;
  readonly step: Step;
  readonly outcome: Outcome | undefined;
}

export const rootOf = (record: JobRequest): Node => ({
  record: deepFrozen(record),
  executions: [],
  reachedBy: undefined,
});

export const apply = (library: Library, record: JobRequest, { callback, event }: Step): Outcome =>
  event === undefined ? library.applyExecutionStatus(record, callback) : library.applyLifecycleEvent(record, event);

export function edgeFrom(node: Node, step: Step, library: Library): Edge {
  try {
    return { node, step, outcome: apply(library, node.record, step) };
  } catch {
    return { node, step, outcome: undefined };
  }
}

export const isAccepted = (outcome: Outcome | undefined): outcome is Outcome =>
  outcome?.kind === "transitioned" || outcome?.kind === "recorded";

export const reasonOf = (outcome: Outcome | undefined) =>
  outcome !== undefined && "reason" in outcome ? outcome.reason : undefined;

export const isFinal = (status: unknown): status is FinalStatus =>
  status !== "UPDATE" && (EXECUTION_STATUSES as readonly unknown[]).includes(status);

/** Where an accepted step leads. */
export const nodeAfter = (edge: Edge, outcome: Outcome): Node => ({
  record: outcome.request,
  executions: executionsAfter(edge),
  reachedBy: edge,
});

function executionsAfter({ node: { executions }, step: { callback, event } }: Edge): readonly Execution[] {
  if (event !== undefined) {
    const begins = event.type === "start" || event.type === "resume";
    return begins ? [...executions, { handle: event.requestHandle, report: null }] : executions;
  }
  const { status, requestHandle } = callback;
  if (!isFinal(status)) return executions;
  return executions.map((one) => (one.handle === requestHandle ? { ...one, report: status } : one));
}

/**
 * Two nodes with the same key are one node: no guard can tell them apart, so neither can anything that comes later.
 * No guard reads a text, nor more of `attempt` than whether there was one, nor more of the retries than how many are left,
 * nor more of `cancelSeenAt` than how long ago it was. Handles are made up in order, so they need no renaming. Of the
 * earlier executions it counts which of them reported.
 */
export function keyOf({ record, executions }: Node): string {
  const { state, requestHandle, earlierHandles, reportedStatus, executableState, errorType, timedOut } = record;
  const counts = `${record.attempt === 0} ${record.retries - record.retriedCount} ${record.cancelSeenAt === null}`;
  let reports = "";
  for (const { report } of executions) reports += report === null ? "-" : "+";
  return `${state} ${requestHandle} ${earlierHandles} ${reportedStatus} ${executableState} ${errorType} ${timedOut} ${counts} ${reports}`;
}

export function deepFrozen<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  Object.values(value).forEach(deepFrozen);
  return Object.freeze(value);
}
