import * as ess from "ess-request-machine";

// What a database holds: a row for each request with a version that every write raises, and what is owed.
const rows = new Map<string, { readonly record: string; readonly version: number }>();
const outbox: { readonly requestId: string; readonly effect: ess.Effect }[] = [];

function read(requestId: string) {
  const row = rows.get(requestId);
  if (row === undefined) return undefined;
  const parsed = ess.parseJobRequest(JSON.parse(row.record));
  if (parsed.issues) throw new Error(`Request ${requestId}: ${parsed.issues.map(({ message }) => message).join(" ")}`);
  return { request: parsed.value, version: row.version };
}

/** One transaction: the record, if its version is still the one that was read, and what is owed. */
function write({ request, effects }: ess.Outcome, version: number): boolean {
  if (rows.get(request.requestId)?.version !== version) return false;
  rows.set(request.requestId, { record: JSON.stringify(request), version: version + 1 });
  outbox.push(...effects.map((effect) => ({ requestId: request.requestId, effect })));
  return true;
}

/** Reads, judges and writes; reads again if somebody else was faster. Undefined if nobody knows the request. */
function change<Judged extends ess.Outcome>(requestId: string, judge: (request: ess.JobRequest) => Judged) {
  for (;;) {
    const found = read(requestId);
    if (found === undefined) return undefined;
    const outcome = judge(found.request);
    // What was ignored or rejected has a reason, and changed nothing.
    if ("reason" in outcome || write(outcome, found.version)) return outcome;
  }
}

export const tell = (requestId: string, event: ess.LifecycleEvent) =>
  change(requestId, (request) => ess.applyLifecycleEvent(request, event));

/** POST /ess/rest/scheduler/v1/requests/{requestId}/executionStatus */
export function executionStatus(pathId: string, body: unknown): ess.HttpResponse {
  const href = `https://scheduler.example/ess/rest/scheduler/v1/requests/${encodeURIComponent(pathId)}`;
  const id = ess.parseRequestId(pathId);
  if (id.issues) return ess.toHttpResponse(id, { href });
  const callback = ess.parseExecutionStatus(body);
  if (callback.issues) return ess.toHttpResponse(callback, { href });
  const outcome = change(id.value, (request) => ess.applyExecutionStatus(request, callback.value));
  return ess.toHttpResponse(outcome ?? { problem: 404 }, { href });
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
  for (let owed = outbox.shift(); owed !== undefined; owed = outbox.shift()) {
    const { requestId, effect } = owed;
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
}

function submit(requestId: string, retries: number): void {
  rows.set(requestId, { record: JSON.stringify(ess.createRequest({ requestId, retries })), version: 1 });
}
/** What a job was called with. */
const handleOf = (requestId: string) => read(requestId)?.request.requestHandle ?? "";

submit("101", 1);
run("101");
work();
// → 101 invokeJob
const failed = { requestHandle: handleOf("101"), status: "ERROR", statusMessage: "no disk" };
console.log(executionStatus("101", failed).status);
// → 200
work();
// → 101 scheduleRetry
// → 101 invokeJob
console.log(executionStatus("101", { requestHandle: handleOf("101"), status: "SUCCESS" }).status);
// → 200
console.log(executionStatus("101", failed).status, read("101")?.request.state);
// → 200 COMPLETED
work();
// → 101 runPostProcessing
// → 101 notifyEnded
console.log(read("101")?.request.state);
// → SUCCEEDED

submit("102", 0);
run("102");
tell("102", { type: "cancel", at: Date.now() });
console.log(checkInCancelling("102", handleOf("102")), checkInCancelling("102", "nobody's"));
// → true undefined
console.log(executionStatus("102", { requestHandle: handleOf("102"), status: "CANCEL" }).status);
// → 200
console.log(read("102")?.request.state, executionStatus("103", failed).status);
// → CANCELLED 404
