import type { ExecutionStatusInput, JobRequest, LifecycleEvent, Outcome, RequestState } from "../index.js";

/** A callback or event that is still on its way. */
export type PendingInput =
  | {
      /** The callback. */
      readonly callback: ExecutionStatusInput;
    }
  | {
      /** The event. */
      readonly event: LifecycleEvent;
    };

/** One delivery on the way to an end. */
export interface ReachedStep {
  /** Index of the input in the list of pending inputs. */
  readonly index: number;
  /** What the input did: always accepted, since a shortest sequence contains nothing else. */
  readonly outcome: Outcome;
}

/** A state in which the request can end up. */
export interface ReachableEnd {
  /** The state; `isTerminal` says whether it is final. */
  readonly state: RequestState;
  /** The shortest sequence of deliveries that leads to the state; empty for the state that the request is in. */
  readonly steps: readonly ReachedStep[];
  /** The record after these steps. */
  readonly request: JobRequest;
}

/**
 * Finds every state in which a request can be once the pending callbacks and events were delivered. Delivery is unreliable:
 * in any order, each lost, once or repeatedly.
 *
 * @param request the record as it is stored
 * @param pending the callbacks and events that may still arrive, with their handles and payloads
 * @returns one end per reachable state, the one with the fewest steps first; the present state, which remains if all is lost,
 * is the first
 * @throws RangeError if more than 10,000 different records can be reached
 */
export function reachableEnds(_request: JobRequest, _pending: readonly PendingInput[]): readonly ReachableEnd[] {
  throw new Error("Not implemented.");
}
