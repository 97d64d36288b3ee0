import * as ess from "ess-request-machine";

const requestHandle = crypto.randomUUID(); // One for each execution; whoever has it may report.
const submitted = ess.createRequest({ requestId: "101", retries: 2 });
const ready = ess.applyLifecycleEvent(submitted, { type: "dispatch" }).request;
const started = ess.applyLifecycleEvent(ready, { type: "start", requestHandle });
console.log(started.request.state, started.effects); // Store the record, and then do what is owed.
// → RUNNING [ 'invokeJob' ]

const body = { requestHandle, status: "SUCCESS", statusMessage: "nobody reads this" } as const;
const outcome = ess.applyExecutionStatus(started.request, body);
console.log(ess.explain(outcome, body));
// → SUCCESS moved request 101 from RUNNING to COMPLETED. Owed next: runPostProcessing.
