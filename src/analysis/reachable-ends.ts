import {
  applyExecutionStatus,
  applyLifecycleEvent,
  type ExecutionStatusInput,
  isAccepted,
  type JobRequest,
  type LifecycleEvent,
  type Outcome,
  type RequestState,
} from "../index.js";

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
  /** The outcome of the input. It was accepted: a shortest sequence contains nothing else. */
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

const MAX_RECORDS = 10_000;

/**
 * Finds every state in which a request can be once the pending callbacks and events were delivered. Delivery is
 * unreliable: in any order, each lost, once or repeatedly.
 *
 * @param request the record as it is stored
 * @param pending the callbacks and events that may still arrive, with their handles and payloads
 * @returns one end per reachable state, the one with the fewest steps first; the present state, which remains if all is
 * lost, is the first
 * @throws RangeError if more than 10,000 different records can be reached
 */
export function reachableEnds(request: JobRequest, pending: readonly PendingInput[]): readonly ReachableEnd[] {
  const ends = new Map<RequestState, ReachableEnd>();
  const reached = new Map<string, ReachableEnd>([[keyOf(request), { state: request.state, steps: [], request }]]);
  // Breadth first, since the iterator of a Map also visits later additions: the first way to a state is a shortest.
  for (const here of reached.values()) {
    if (!ends.has(here.state)) ends.set(here.state, here);
    for (const next of deliveries(here, pending)) {
      const key = keyOf(next.request);
      if (!reached.has(key)) reached.set(key, next);
    }
    if (reached.size > MAX_RECORDS) {
      throw new RangeError(`More than ${MAX_RECORDS} different records can be reached. Ask with fewer pending inputs.`);
    }
  }
  return [...ends.values()];
}

const applyTo = (request: JobRequest, input: PendingInput): Outcome =>
  "event" in input ? applyLifecycleEvent(request, input.event) : applyExecutionStatus(request, input.callback);

/** Where each pending input leads that is accepted. */
const deliveries = ({ request, steps }: ReachableEnd, pending: readonly PendingInput[]): readonly ReachableEnd[] =>
  pending.flatMap((input, index) => {
    const outcome = applyTo(request, input);
    if (!isAccepted(outcome)) return [];
    const { state } = outcome.request;
    return [{ state, steps: [...steps, { index, outcome }], request: outcome.request }];
  });

/** Records with equal keys behave alike: no guard reads a text or the number of attempts. */
const keyOf = (request: JobRequest): string =>
  JSON.stringify({ ...request, message: null, update: null, pausedState: null, attempt: Math.min(request.attempt, 1) });
