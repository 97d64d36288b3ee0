import * as ess from "ess-request-machine";

// What a database holds: a row for each request with a version that every write raises, and what is owed, with the handle
// that was the latest then.
type Row = { readonly record: string; readonly version: number };
type Owed = { readonly requestId: string; readonly effect: ess.Effect; readonly execution: string | null };
const rows = new Map<string, Row>();
const outbox: Owed[] = [];

function read(requestId: string) {
  const row = rows.get(requestId);
  if (row === undefined) return undefined;
  const parsed = ess.parseJobRequest(JSON.parse(row.record));
  if (parsed.issues) throw new Error(`Request ${requestId}: ${parsed.issues.map(({ message }) => message).join(" ")}`);
  return { request: parsed.value, version: row.version };
}

/** One transaction: the record, if its version is still the one that was read, and what is owed. */
function write({ request, effects }: ess.Outcome, version: number): boolean {
  const { requestId, requestHandle: execution } = request;
  if (rows.get(requestId)?.version !== version) return false;
  rows.set(requestId, { record: JSON.stringify(request), version: version + 1 });
  outbox.push(...effects.map((effect) => ({ requestId, effect, execution })));
  return true;
}

const ROUNDS = 50;
/** Somebody else was faster in every round. Nothing was changed. */
class TooBusy extends Error {}

/** Reads, judges and writes; reads again if somebody else was faster. Undefined if nobody knows the request. */
export function change<Judged extends ess.Outcome>(requestId: string, judge: (request: ess.JobRequest) => Judged) {
  for (let round = 0; round < ROUNDS; round += 1) {
    const found = read(requestId);
    if (found === undefined) return undefined;
    const outcome = judge(found.request);
    // What was ignored or rejected has a reason, and changed nothing.
    if ("reason" in outcome || write(outcome, found.version)) return outcome;
  }
  throw new TooBusy();
}

export const tell = (requestId: string, event: ess.LifecycleEvent) =>
  change(requestId, (request) => ess.applyLifecycleEvent(request, event));

const hrefOf = (pathId: string) =>
  `https://scheduler.example/ess/rest/scheduler/v1/requests/${encodeURIComponent(pathId)}`;

/** POST /ess/rest/scheduler/v1/requests/{requestId}/executionStatus */
export function executionStatus(pathId: string, body: unknown): ess.HttpResponse {
  const href = hrefOf(pathId);
  const id = ess.parseRequestId(pathId);
  if (id.issues) return ess.toHttpResponse(id, { href });
  if (!rows.has(id.value)) return ess.toHttpResponse({ problem: 404 }, { href });
  const callback = ess.parseExecutionStatus(body);
  if (callback.issues) return ess.toHttpResponse(callback, { href });
  const outcome = change(id.value, (request) => ess.applyExecutionStatus(request, callback.value));
  if (outcome) console.log(ess.explain(outcome, callback.value));
  return ess.toHttpResponse(outcome ?? { problem: 404 }, { href });
}

/** For whatever was thrown on the way to an answer. */
export function failure(error: unknown, href: string) {
  if (!(error instanceof TooBusy)) return ess.toHttpResponse({ problem: 500 }, { href });
  const type = "https://www.rfc-editor.org/rfc/rfc9110#section-15.6.4";
  const detail = "Expected a turn at this request, but found too many others. Send this again later.";
  const headers = { "content-type": "application/json", "retry-after": "1" };
  return { status: 503, headers, body: { title: "Service Unavailable", type, detail, status: 503 } };
}

/** POST /ess/rest/scheduler/v1/requests/{requestId}/checkInCancelling: whether the job is to stop. */
export function checkInCancelling(requestId: string, requestHandle: string, at = Date.now()) {
  const outcome = tell(requestId, { type: "checkIn", requestHandle, at });
  // Not known, or not by this handle: answered as above.
  if (outcome === undefined || outcome.kind === "rejected") return undefined;
  return outcome.kind === "recorded" || (outcome.kind === "ignored" && outcome.reason === "ALREADY_ENDED");
}

/** Each attempt begins with a handle of its own, and is stored before the job is called. */
function run(requestId: string): void {
  tell(requestId, { type: "dispatch" });
  tell(requestId, { type: "start", requestHandle: crypto.randomUUID() });
}

export function work(): void {
  for (let owed = outbox[0]; owed !== undefined; owed = outbox[0]) {
    carryOut(owed);
    outbox.shift(); // Only now: who dies before this does it again.
  }
}

function carryOut({ requestId, effect, execution }: Owed): void {
  const request = read(requestId)?.request;
  // What an earlier execution left undone is over when the next one has begun.
  if (request?.requestHandle !== execution) return;
  // Called long ago, and only the row was not removed.
  if (effect === "invokeJob" && !isAwaited(request)) return;
  console.log(requestId, effect);
  switch (effect) {
    case "invokeJob":
      break; // Call the job, with the record's requestHandle and pausedState.
    case "scheduleRetry":
      tell(requestId, { type: "retry" }); // After as long as your policy says.
      run(requestId);
      break;
    case "runPostProcessing":
      tell(requestId, { type: "postProcessed", result: "PROCEED" }); // There is none to run here.
      break;
  }
}

/** Whether the latest execution runs, and has yet to report. */
const isAwaited = ({ state, reportedStatus }: ess.JobRequest): boolean =>
  ess.chart.states[state].meta.phase === "executing" && reportedStatus === null;

/** POST /ess/rest/scheduler/v1/requests/{requestId}/{type}: what an operator does. */
export function operate(pathId: string, type: string, payload: object = {}, at = Date.now()) {
  const href = hrefOf(pathId);
  const id = ess.parseRequestId(pathId);
  if (id.issues) return ess.toHttpResponse(id, { href });
  // Whatever is in it: its name and members are checked when it is applied. The time is this server's, and goes last.
  const event = { ...payload, type, at } as ess.LifecycleEvent;
  const outcome = tell(id.value, event);
  const answer = ess.toHttpResponse(outcome ?? { problem: 404 }, { href });
  if (outcome?.kind !== "rejected") return answer;
  // An operator may know the state.
  return { ...answer, body: { ...answer.body, detail: ess.explain(outcome, event) } };
}

export function submit(requestId: string, retries: number): void {
  rows.set(requestId, { record: JSON.stringify(ess.createRequest({ requestId, retries })), version: 1 });
}
/** What a job was called with. */
const handleOf = (requestId: string) => read(requestId)?.request.requestHandle ?? "";
/** A worker called the job and died before it removed the row. */
const leave = (requestId: string, execution: string) => outbox.push({ requestId, effect: "invokeJob", execution });

submit("101", 1);
run("101");
work();
// → 101 invokeJob
const failed = { requestHandle: handleOf("101"), status: "ERROR", statusMessage: "no disk" };
console.log(executionStatus("101", failed).status);
// → ERROR: request 101 moved from RUNNING to ERROR_AUTO_RETRY. Effects: scheduleRetry.
// → 200
work();
// → 101 scheduleRetry
// → 101 invokeJob
leave("101", failed.requestHandle);
console.log(executionStatus("101", { requestHandle: handleOf("101"), status: "SUCCESS" }).status);
// → SUCCESS: request 101 moved from RUNNING to COMPLETED. Effects: runPostProcessing.
// → 200
leave("101", handleOf("101"));
console.log(executionStatus("101", failed).status, read("101")?.request.state);
// → ERROR: ignored for request 101 in COMPLETED (STALE_HANDLE). Stale handle: a later execution has replaced this one. No action needed.
// → 200 COMPLETED
work();
// → 101 runPostProcessing
// → 101 notifyEnded
console.log(read("101")?.request.state);
// → SUCCEEDED

submit("102", 0);
run("102");
console.log(operate("102", "cancel").status);
// → 200
console.log(checkInCancelling("102", handleOf("102")), checkInCancelling("102", "nobody's"));
// → true undefined
console.log(executionStatus("102", { requestHandle: handleOf("102"), status: "CANCEL" }).status);
// → CANCEL: request 102 moved from CANCELLING to CANCELLED. Effects: notifyEnded.
// → 200
const { status, body } = operate("102", "cancel");
console.log(read("102")?.request.state, status, "reason" in body && body.reason);
// → CANCELLED 400 UNSUPPORTED_STATE
console.log(executionStatus("103", "no object").status, executionStatus("102", "no object").status);
// → 404 400
