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
if (!audit.consistent) console.log("Row %d: %s", Math.floor(audit.index / 3), audit.message);
// → Row 4: entries[14] (state COMPLETED) is impossible after entries[2] (state RUNNING), entries[3] (a gap), entries[4] (ERROR), entries[5] (state ERROR_AUTO_RETRY), entries[11] (state RUNNING) and 2 others. Possible: state RUNNING, state ERROR_MANUAL_RECOVERY, state CANCELLING, state SUCCEEDED, state WARNING or 6 others.

const polled = auditStates(["WAIT", "RUNNING", "SUCCEEDED"]);
console.log(polled.consistent && polled.steps.map((steps) => steps.map((step) => Object.values(step)[0])));
// → [ [ 'dispatch', 'start' ], [ 'SUCCESS', 'postProcessed' ] ]

const impossible = auditStates(["RUNNING", "WAIT", "EXPIRED"]);
console.log(!impossible.consistent && impossible.message);
// → states[2] (EXPIRED) is impossible after states[0] (RUNNING). Possible: WAIT, READY, BLOCKED, HOLD, RUNNING, CANCELLING, PAUSED, ERROR_AUTO_RETRY, ERROR_MANUAL_RECOVERY, COMPLETED, SUCCEEDED, WARNING, ERROR or CANCELLED.

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
