import type { ExecutionStatusInput, LifecycleEvent } from "../lifecycle/events.js";
import type { JobRequest } from "../lifecycle/job-request.js";
import { applyExecutionStatus } from "./callbacks.js";
import { applyLifecycleEvent } from "./events.js";
import type { Outcome } from "./outcome.js";

/** A callback, which has a `status`, or a lifecycle event, which has a `type`. */
export type RequestInput = ExecutionStatusInput | LifecycleEvent;

/** The result of applying a list of callbacks and events to a request. */
export interface Replay {
  /** The record after the last one. */
  readonly request: JobRequest;
  /** One outcome for each, in order. */
  readonly outcomes: readonly Outcome[];
}

/** Returns whether an input is to be applied as a lifecycle event: whether it has a `type`. Never throws. */
function isLifecycleEvent(input: RequestInput): input is LifecycleEvent {
  try {
    return "type" in input;
  } catch {
    return false;
  }
}

/** Applies a callback or a lifecycle event. */
const applyInput = (request: JobRequest, input: RequestInput): Outcome =>
  isLifecycleEvent(input) ? applyLifecycleEvent(request, input) : applyExecutionStatus(request, input);

/**
 * Applies callbacks and events one after another: the reducer over a list.
 *
 * @param request the record to begin with
 * @param inputs callbacks and events in the order of their arrival. An input with a `type` is an event
 * @returns the last record, and the outcome of every input
 */
export function replay(request: JobRequest, inputs: Iterable<RequestInput>): Replay {
  const outcomes: Outcome[] = [];
  let current = request;
  for (const input of inputs) {
    const outcome = applyInput(current, input);
    outcomes.push(outcome);
    current = outcome.request;
  }
  return { request: current, outcomes };
}
