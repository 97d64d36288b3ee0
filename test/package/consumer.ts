import {
  applyExecutionStatus,
  applyLifecycleEvent,
  createRequest,
  type JobRequest,
  type Outcome,
} from "ess-request-machine";
import { auditHistory } from "ess-request-machine/analysis";
import { createFetchHandler } from "ess-request-machine/fetch";
import { type Inspector, inspectRequests } from "ess-request-machine/inspect";
import { fromSnapshot, requestMachine, toSnapshot } from "ess-request-machine/machine";
import { type ConformanceAdapter, conformance } from "ess-request-machine/testing";
import { createActor } from "xstate";

// Copied to a .mts and a .cts: the pure functions and an actor complete the same request, an inspector
// receives it, and the library passes its own conformance kit.
declare const console: { log(text: string): void };

const requestHandle = "h-1";
const ready = applyLifecycleEvent(createRequest({ requestId: 7n }), { type: "dispatch" }).request;
const running: JobRequest = applyLifecycleEvent(ready, { type: "start", requestHandle }).request;

const success = { requestHandle, status: "SUCCESS" } as const;
const outcome = applyExecutionStatus(running, success);
if (outcome.kind !== "transitioned") throw new Error(outcome.kind);
const ended = applyLifecycleEvent(outcome.request, { type: "postProcessed", result: "PROCEED" }).request;

const machine = requestMachine.provide({ actions: { runPostProcessing: ({ context }) => void context.requestId } });
const actor = createActor(machine, { snapshot: toSnapshot(running) }).start();
actor.send({ type: "SUCCESS", requestHandle });
actor.send({ type: "postProcessed", result: "PROCEED" });

const inspected: string[] = [];
const inspector: Inspector = {
  actor: (_, { value }) => void inspected.push(value),
  event: (_, { type }) => void inspected.push(type),
  snapshot: (_, { value }) => void inspected.push(value),
};
inspectRequests(inspector)(running, success, outcome);

const requests = new Map<string, JobRequest>();
const keep = (id: string, { kind, request, effects }: Outcome) => {
  requests.set(id, request);
  return { kind, effects };
};
const adapter: ConformanceAdapter<string> = {
  create(given) {
    requests.set(given.requestId, createRequest(given));
    return given.requestId;
  },
  applyExecutionStatus: (id, input) => keep(id, applyExecutionStatus(requests.get(id)!, input)),
  applyLifecycleEvent: (id, event) => keep(id, applyLifecycleEvent(requests.get(id)!, event)),
  read: (id) => requests.get(id)!,
};

const endpoint = createFetchHandler({ now: () => 0, update: (_, decide) => decide(running) });
const url = "https://scheduler.example/ess/rest/scheduler/v1/requests/7/executionStatus";
const headers = { "content-type": "application/json" };

const { consistent } = auditHistory([{ record: running }, { callback: success }, { state: outcome.to }]);

async function main() {
  const { status } = await endpoint(new Request(url, { method: "POST", headers, body: JSON.stringify(success) }));
  const { outcomes } = await conformance(adapter, { numRuns: 5, coverage: "full" });
  const states = [ended.state, fromSnapshot(actor.getSnapshot()).state];
  console.log(JSON.stringify([...states, inspected.length, outcomes.uncovered, status, consistent]));
}

main();
