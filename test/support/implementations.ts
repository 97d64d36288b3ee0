import {
  applyExecutionStatus,
  applyLifecycleEvent,
  createRequest,
  type ExecutionStatusInput,
  type JobRequest,
  type LifecycleEvent,
  type Outcome,
} from "ess-request-machine";
import type { ConformanceAdapter } from "ess-request-machine/testing";

/** Implementations of the lifecycle to be judged: a right one, and what makes it wrong. */

/** What an implementation does otherwise: undefined where it does as the library does. */
export interface Fault {
  readonly onCallback?: (request: JobRequest, input: ExecutionStatusInput, right: Outcome) => Outcome | undefined;
  readonly onEvent?: (request: JobRequest, event: LifecycleEvent, right: Outcome) => Outcome | undefined;
}

/** The library behind an adapter, with one fault. */
export function implementation({ onCallback, onEvent }: Fault = {}): ConformanceAdapter<string> {
  const requests = new Map<string, JobRequest>();
  const store = (outcome: Outcome): Outcome => {
    requests.set(outcome.request.requestId, outcome.request);
    return outcome;
  };
  return {
    create(submitted) {
      requests.set(submitted.requestId, createRequest(submitted));
      return submitted.requestId;
    },
    applyExecutionStatus(id, input) {
      const request = requests.get(id)!;
      const right = applyExecutionStatus(request, input);
      return store(onCallback?.(request, input, right) ?? right);
    },
    applyLifecycleEvent(id, event) {
      const request = requests.get(id)!;
      const right = applyLifecycleEvent(request, event);
      return store(onEvent?.(request, event, right) ?? right);
    },
    read: (id) => requests.get(id)!,
  };
}
