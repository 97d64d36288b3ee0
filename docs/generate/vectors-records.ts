import {
  applyExecutionStatus,
  applyLifecycleEvent,
  createRequest,
  type JobRequest,
  type Outcome,
} from "ess-request-machine";
import { MAX_EARLIER_HANDLES } from "../../src/lifecycle/assign-actions.js";
import { acceptableProbes, CANCELLED_AT, type Input } from "./vectors-inputs.js";

/**
 * The records of the test vectors. All are reached from `createRequest` by callbacks and events, so every one is
 * possible.
 */

export const DEFAULTS = createRequest({ requestId: "101" });

const SUBMITTED: readonly JobRequest[] = [
  DEFAULTS,
  createRequest({ requestId: "101", validated: false }),
  createRequest({ requestId: "101", retries: 1 }),
];

export const outcomeOf = (request: JobRequest, input: Input): Outcome =>
  "callback" in input
    ? applyExecutionStatus(request, input.callback as never)
    : applyLifecycleEvent(request, input.event as never);

/**
 * What distinguishes records: what guards read, and the number of texts. After a report, the time-out and the remaining
 * retries decide nothing. The number of executions and the texts themselves are unlimited, so they are left out.
 */
function kindOf(request: JobRequest): string {
  const { state, requestHandle, earlierHandles, reportedStatus, timedOut, cancelSeenAt } = request;
  return JSON.stringify([
    state,
    requestHandle === null,
    earlierHandles.length === 0,
    reportedStatus ?? [timedOut, request.retriedCount < request.retries],
    [request.message, request.update, request.pausedState].filter((text) => text !== null).length,
    cancelSeenAt === null ? null : Math.sign(cancelSeenAt - CANCELLED_AT),
  ]);
}

/** One record of each kind, reached by the fewest inputs; breadth first. */
function explore(): readonly JobRequest[] {
  const found = new Map(SUBMITTED.map((request) => [kindOf(request), request]));
  for (const request of found.values()) {
    for (const probe of acceptableProbes(request)) {
      const { request: next } = outcomeOf(request, probe.input);
      const kind = kindOf(next);
      if (!found.has(kind)) found.set(kind, next);
    }
  }
  return [...found.values()];
}

export const walk = (from: JobRequest, ...inputs: readonly Input[]): JobRequest =>
  inputs.reduce((request, input) => outcomeOf(request, input).request, from);

const pause = ({ requestHandle }: JobRequest): Input => ({ callback: { requestHandle, status: "PAUSE" } });

/** Requests with the most earlier handles, and one that is forgotten: running, paused, and ready again. */
function longLived(): readonly JobRequest[] {
  const ready = walk(createRequest({ requestId: "101", retries: 1 }), { event: { type: "dispatch" } });
  let running = walk(ready, { event: { type: "start", requestHandle: "handle-1" } });
  for (let execution = 2; execution <= MAX_EARLIER_HANDLES + 2; execution += 1) {
    running = walk(running, pause(running), { event: { type: "resume", requestHandle: `handle-${execution}` } });
  }
  const failed = walk(running, { callback: { requestHandle: running.requestHandle, status: "ERROR" } });
  return [
    running,
    walk(running, pause(running)),
    walk(failed, { event: { type: "retry" } }, { event: { type: "dispatch" } }),
  ];
}

export const recordsOf = (): readonly JobRequest[] => [...explore(), ...longLived()];

const FIELDS = Object.keys(DEFAULTS) as (keyof JobRequest)[];
export const same = (one: unknown, other: unknown): boolean =>
  one === other || (typeof one === "object" && JSON.stringify(one) === JSON.stringify(other));

/** The fields in which two records differ. */
export const differing = (record: JobRequest, from: JobRequest): readonly (keyof JobRequest)[] =>
  FIELDS.filter((field) => !same(record[field], from[field]));
