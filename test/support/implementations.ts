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

/** The library behind an adapter, unchanged or with a fault. */

/** A fault: functions that return a wrong outcome, or undefined for the library's own. */
export interface Fault {
  readonly onCallback?: (request: JobRequest, input: ExecutionStatusInput, correct: Outcome) => Outcome | undefined;
  readonly onEvent?: (request: JobRequest, event: LifecycleEvent, correct: Outcome) => Outcome | undefined;
}

/** @param fault Default: none */
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
      const correct = applyExecutionStatus(request, input);
      return store(onCallback?.(request, input, correct) ?? correct);
    },
    applyLifecycleEvent(id, event) {
      const request = requests.get(id)!;
      const correct = applyLifecycleEvent(request, event);
      return store(onEvent?.(request, event, correct) ?? correct);
    },
    read: (id) => requests.get(id)!,
  };
}
