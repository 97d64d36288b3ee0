import {
  type applyExecutionStatus,
  type applyLifecycleEvent,
  EXECUTION_STATUSES,
  type FinalStatus,
  type JobRequest,
  type Outcome,
} from "ess-request-machine";
import type { Step } from "../support/arbitraries.js";

/** The explored graph: nodes are the states of one request, edges the inputs between them. */

/** The checked functions, as a parameter, so that a test can pass faulty ones. */
export interface Library {
  readonly applyExecutionStatus: typeof applyExecutionStatus;
  readonly applyLifecycleEvent: typeof applyLifecycleEvent;
}

/** The actual history of an execution. Kept apart from the record, so that the laws need not trust the record. */
export interface Execution {
  readonly handle: string;
  /** Its accepted final report. */
  readonly report: FinalStatus | null;
}

export interface Node {
  readonly record: JobRequest;
  /** Every execution so far, oldest first; the record forgets the oldest ones. */
  readonly executions: readonly Execution[];
  /** The edge that first reached it; undefined for a root. */
  readonly reachedBy: Edge | undefined;
}

/** One step from a node, and its outcome; undefined if it threw. */
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
 * Identifies a node by all that guards read. Of the texts they read nothing, of `attempt` whether it is 0, of the retries
 * how many are left, of `cancelSeenAt` how long ago it was. Handles are numbered, so they need no renaming. Of earlier
 * executions the key has whether each reported.
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
