import * as ess from "ess-request-machine";

const requestHandle = crypto.randomUUID(); // One for each execution. Its holder may report, so keep it secret.
const { request } = ess.replay(ess.createRequest({ requestId: "101", retries: 2 }), [
  { type: "dispatch" },
  { type: "start", requestHandle },
]);

const callback = ess.parseExecutionStatus({ requestHandle, status: "SUCCESS" }); // The body of the job's POST.
if (callback.issues) throw new Error("Answer 400.");
const outcome = ess.applyExecutionStatus(request, callback.value);
console.log(outcome.kind, outcome.request.state, outcome.effects); // Store the record, then perform the effects.
// → transitioned COMPLETED [ 'runPostProcessing' ]

const again = ess.applyExecutionStatus(outcome.request, callback.value); // The network delivers it twice.
console.log(ess.explain(again, callback.value));
// → SUCCESS: ignored for request 101 in COMPLETED (DUPLICATE). Duplicate: this was already processed. No action needed.
