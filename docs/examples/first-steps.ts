import * as ess from "ess-request-machine";

const requestHandle = crypto.randomUUID(); // One for each execution; whoever has it may report.
const submitted = ess.createRequest({ requestId: "101", retries: 2 });
const ready = ess.applyLifecycleEvent(submitted, { type: "dispatch" }).request;
const started = ess.applyLifecycleEvent(ready, { type: "start", requestHandle });
export const running = started.request; // Store it, and then do what is owed: started.effects is ["invokeJob"].

const body = { requestHandle, status: "SUCCESS", statusMessage: "nobody reads this" } as const;
const outcome = ess.applyExecutionStatus(running, body);
export const told = ess.explain(running, body, outcome);
// SUCCESS moved request 101 from RUNNING to COMPLETED. Owed next: runPostProcessing.
