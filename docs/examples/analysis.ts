import * as ess from "ess-request-machine";
import { auditHistory, auditStates, type HistoryEntry, reachableEnds } from "ess-request-machine/analysis";

// One request in a server's own table: what was received, from which execution, and the state stored afterwards.
const rows = [
  { received: "start", execution: "7f3a", state: "RUNNING" },
  { received: "ERROR", execution: "7f3a", state: "ERROR_AUTO_RETRY" },
  { received: "start", execution: "c21e", state: "RUNNING" },
  { received: "UPDATE", execution: "c21e", state: "RUNNING" },
  { received: "SUCCESS", execution: "7f3a", state: "COMPLETED" },
] as const;

const history = rows.flatMap(({ received, execution, state }): HistoryEntry[] => [
  { gap: "events" }, // The table does not show what the scheduler does, such as the retry.
  received === "start"
    ? { event: { type: "start", requestHandle: execution } }
    : { callback: { status: received, requestHandle: execution } },
  { state },
]);
const audit = auditHistory(history);
if (!audit.consistent) console.log("Rows", new Set(audit.conflict.map((index) => Math.floor(index / 3))));
// → Rows Set(4) { 0, 1, 3, 4 }

const polled = auditStates(["WAIT", "RUNNING", "SUCCEEDED"]);
console.log(polled.consistent && polled.steps.map((steps) => steps.map((step) => Object.values(step)[0])));
// → [ [ 'dispatch', 'start' ], [ 'SUCCESS', 'postProcessed' ] ]

const impossible = auditStates(["SUCCEEDED", "RUNNING"]);
console.log(!impossible.consistent && impossible.message);
// → states[1] (RUNNING) is impossible after states[0] (SUCCEEDED). Possible: SUCCEEDED.

const submitted = ess.createRequest({ requestId: 7 });
const { request } = ess.replay(submitted, [{ type: "dispatch" }, { type: "start", requestHandle: "a" }]);
const pending = [
  { event: { type: "cancel", at: 1_700_000_000_000 } },
  { callback: { requestHandle: "a", status: "SUCCESS" } },
] as const;
for (const { state, steps } of reachableEnds(request, pending)) {
  console.log(
    state,
    steps.map(({ index }) => index),
  );
}
// → RUNNING []
// → CANCELLING [ 0 ]
// → COMPLETED [ 1 ]
// → SUCCEEDED [ 0, 1 ]
