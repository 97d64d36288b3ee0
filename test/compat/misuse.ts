import type * as main from "ess-request-machine";
import { applyExecutionStatus, applyLifecycleEvent, createRequest, isTerminal } from "ess-request-machine";
import type * as analysis from "ess-request-machine/analysis";
import { auditHistory } from "ess-request-machine/analysis";
import type * as endpoint from "ess-request-machine/fetch";
import { createFetchHandler } from "ess-request-machine/fetch";
import type * as inspection from "ess-request-machine/inspect";
import { inspectRequests, redactHandles } from "ess-request-machine/inspect";
import type * as machine from "ess-request-machine/machine";
import type * as testing from "ess-request-machine/testing";
import { callbackFor, conformance, lifecycleEventFor, wellFormedRequest } from "ess-request-machine/testing";

/**
 * Misuses that must not compile; those of the machine are in test/xstate/machine.test-d.ts. If a type has become
 * `any`, its misuse compiles, and the unused `@ts-expect-error` is the error. Compiled with every TypeScript and XState
 * of the compatibility check; never run.
 */

/** The exports of a module with the type `any`. */
type Unknowns<Module> = { [Name in keyof Module]: 0 extends 1 & Module[Name] ? Name : never }[keyof Module];
type AllKnown<Module> = [Unknowns<Module>] extends [never] ? true : false;
export const allKnown: [
  AllKnown<typeof main>,
  AllKnown<typeof machine>,
  AllKnown<typeof inspection>,
  AllKnown<typeof testing>,
  AllKnown<typeof endpoint>,
  AllKnown<typeof analysis>,
] = [true, true, true, true, true, true];

export function misuse(request: main.JobRequest) {
  // @ts-expect-error an id is a string or a bigint; a number would lose digits
  createRequest({ requestId: true });
  // @ts-expect-error the status is called SUCCESS
  applyExecutionStatus(request, { requestHandle: "made-up", status: "SUCCEEDED" });
  // @ts-expect-error there is no such event
  applyLifecycleEvent(request, { type: "begin" });
  // @ts-expect-error an execution starts with a handle
  applyLifecycleEvent(request, { type: "start" });
  // @ts-expect-error the time is a number
  applyLifecycleEvent(request, { type: "cancel", at: "noon" });
  // @ts-expect-error a request cannot be completed as EXPIRED
  applyLifecycleEvent(request, { type: "complete", state: "EXPIRED" });
  // @ts-expect-error Oracle's UNKNOWN is not a lifecycle state
  isTerminal("UNKNOWN");
  // @ts-expect-error there is no such state
  if (request.state === "DONE") throw new Error();
  // @ts-expect-error records are never changed in place
  request.attempt = 2;
  // @ts-expect-error only ignored and rejected outcomes have a reason
  applyLifecycleEvent(request, { type: "dispatch" }).reason.length;
}

export function misuseOfTheInspector(request: main.JobRequest, inspector: inspection.Inspector) {
  const dispatch = { type: "dispatch" } as const;
  const outcome = applyLifecycleEvent(request, dispatch);
  // @ts-expect-error an inspector takes actors, events and snapshots
  inspectRequests({ event: inspector.event });
  // @ts-expect-error the arguments are the record, the input and the outcome
  inspectRequests(inspector)(request, outcome);
  // @ts-expect-error there is no such event
  inspectRequests(inspector)(request, { type: "begin" }, outcome);
  // @ts-expect-error redactHandles must be called, once per inspector
  redactHandles.sanitizeEvent(dispatch);
}

export function misuseOfTheTesting(request: main.JobRequest, adapter: testing.ConformanceAdapter<string>) {
  // @ts-expect-error an adapter without its functions
  conformance({});
  // @ts-expect-error coverage is either "full" or "report"
  conformance(adapter, { coverage: "none" });
  // @ts-expect-error there is no such state
  wellFormedRequest("DONE");
  // @ts-expect-error there is no such event
  lifecycleEventFor(request, "begin");
  // @ts-expect-error an arbitrary generates callbacks
  callbackFor(request).status;
}

export function misuseOfTheEndpoint(update: endpoint.UpdateRequest, outcome: main.Outcome) {
  const now = () => 0;
  // @ts-expect-error there is no store
  createFetchHandler({ now });
  // @ts-expect-error there is no clock
  createFetchHandler({ update });
  // @ts-expect-error the time is a number
  createFetchHandler({ update, now: () => new Date() });
  // @ts-expect-error the store returns an outcome, not the record
  createFetchHandler({ now, update: () => outcome.request });
  // @ts-expect-error a log entry has no record, since a record contains handles
  createFetchHandler({ now, update, log: ({ outcome }) => outcome?.request });
  // @ts-expect-error a handler takes a Request
  createFetchHandler({ now, update })("https://scheduler.example");
}

export function misuseOfTheAnalysis() {
  // @ts-expect-error a history is a list
  auditHistory({ state: "RUNNING" });
  // @ts-expect-error there is no such state
  auditHistory([{ state: "DONE" }]);
}
