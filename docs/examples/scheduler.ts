import * as ess from "ess-request-machine";
import { createFetchHandler, StoreUnavailableError } from "ess-request-machine/fetch";

/** The database: a row per request, with a version that every write increments, and the outbox. */
interface Row {
  readonly record: string;
  readonly version: number;
}
/** A pending effect. Its idempotency key is the request id, the version of the row and the effect. */
interface OutboxEntry {
  readonly requestId: string;
  readonly version: number;
  readonly effect: ess.Effect;
  /** The execution that the effect belongs to. */
  readonly requestHandle: string | null;
}
const rows = new Map<string, Row>();
const outbox: OutboxEntry[] = [];

function read(requestId: string) {
  const row = rows.get(requestId);
  if (row === undefined) return undefined;
  const parsed = ess.parseJobRequest(JSON.parse(row.record));
  if (parsed.issues) throw new Error(`Request ${requestId}: ${parsed.issues.map(({ message }) => message).join(" ")}`);
  return { request: parsed.value, version: row.version };
}

/** One transaction: compares and sets the version, stores the record, and enqueues the effects. */
function write({ request, effects }: ess.Outcome, readVersion: number): boolean {
  const { requestId, requestHandle } = request;
  if (rows.get(requestId)?.version !== readVersion) return false;
  const version = readVersion + 1;
  rows.set(requestId, { record: JSON.stringify(request), version });
  outbox.push(...effects.map((effect) => ({ requestId, version, effect, requestHandle })));
  return true;
}

const MAX_TRIES = 50;

/** Optimistic locking: reads, decides and writes; starts over if another writer was faster. */
export function update<Decided extends ess.Outcome>(
  requestId: string,
  decide: (request: ess.JobRequest) => Decided,
): Decided | undefined {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const stored = read(requestId);
    if (stored === undefined) return undefined; // Unknown request: 404.
    const outcome = decide(stored.request);
    if (!ess.isAccepted(outcome) || write(outcome, stored.version)) return outcome;
  }
  throw new StoreUnavailableError("Too many concurrent writers."); // 503 with Retry-After.
}

const BASE_PATH = "/ess/rest/scheduler/v1/requests";

/** Answers POST {BASE_PATH}/{requestId}/executionStatus and …/checkInCancelling. */
export const endpoint = createFetchHandler({
  basePath: BASE_PATH,
  update,
  now: Date.now,
  log: ({ httpStatus, explanation }) => console.log(httpStatus, explanation),
});

export const applyEvent = (requestId: string, event: ess.LifecycleEvent) =>
  update(requestId, (request) => ess.applyLifecycleEvent(request, event));

/** Stores RUNNING and the new handle before the job is called. */
function startExecution(requestId: string): void {
  applyEvent(requestId, { type: "dispatch" });
  applyEvent(requestId, { type: "start", requestHandle: crypto.randomUUID() });
}

const handlers: ess.EffectHandlers<void> = {
  invokeJob(request) {
    // This effect may be a repetition: do not call a job that has reported or was cancelled.
    if (request.state !== "RUNNING" || !ess.isAwaitingCallback(request)) return;
    console.log(`${request.requestId}: call the job`); // With requestHandle and pausedState.
  },
  runPostProcessing({ requestId }) {
    applyEvent(requestId, { type: "postProcessed", result: "PROCEED" }); // Nothing to run here.
  },
  scheduleRetry({ requestId }) {
    applyEvent(requestId, { type: "retry" }); // After the delay of your retry policy.
    startExecution(requestId);
  },
  notifyEnded: ({ requestId, state }) => console.log(`${requestId}: ended in ${state}`),
  startSubRequests() {},
  deliverUpdate() {},
  notifyCancellation() {},
  cancelSubRequests() {},
  stopPostProcessing() {},
  alertOperator() {},
};

/** The worker: performs each effect at least once. */
export function work(): void {
  for (let entry = outbox[0]; entry !== undefined; entry = outbox[0]) {
    const request = read(entry.requestId)?.request;
    // Skip what is left of an earlier execution.
    if (request?.requestHandle === entry.requestHandle) handlers[entry.effect](request);
    outbox.shift(); // A crash before this line repeats the effect.
  }
}

/** POST {BASE_PATH}/{requestId}/{type}: an event of the operator. */
export function operate(pathId: string, type: string, payload: object = {}, at = Date.now()) {
  const href = `https://scheduler.example${BASE_PATH}/${encodeURIComponent(pathId)}`;
  const id = ess.parseRequestId(pathId);
  if (id.issues) return ess.toHttpResponse(id, { href });
  const event = ess.parseLifecycleEvent({ ...payload, type, at }); // The time is the server's.
  if (event.issues) return ess.toHttpResponse(event, { href });
  const outcome = applyEvent(id.value, event.value);
  const answer = ess.toHttpResponse(outcome ?? { problem: 404 }, { href });
  if (outcome?.kind !== "rejected") return answer;
  return { ...answer, body: { ...answer.body, detail: ess.explain(outcome, event.value) } };
}

/** The callback without Request and Response. `body` is the parsed JSON. */
export function answerCallback(pathId: string, body: unknown): ess.HttpResponse {
  const href = `https://scheduler.example${BASE_PATH}/${encodeURIComponent(pathId)}`;
  const id = ess.parseRequestId(pathId);
  if (id.issues) return ess.toHttpResponse(id, { href });
  if (!rows.has(id.value)) return ess.toHttpResponse({ problem: 404 }, { href });
  const callback = ess.parseExecutionStatus(body);
  if (callback.issues) return ess.toHttpResponse(callback, { href });
  const outcome = update(id.value, (request) => ess.applyExecutionStatus(request, callback.value));
  return ess.toHttpResponse(outcome ?? { problem: 404 }, { href });
}

export function submit(requestId: string, retries: number): void {
  rows.set(requestId, { record: JSON.stringify(ess.createRequest({ requestId, retries })), version: 1 });
}

async function post(path: string, body: object): Promise<unknown> {
  const init = { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } };
  const response = await endpoint(new Request(`https://scheduler.example${BASE_PATH}/${path}`, init));
  return response.json();
}
const handleOf = (requestId: string) => read(requestId)?.request.requestHandle ?? "";

submit("101", 1);
startExecution("101");
const [invokeJob] = outbox;
work();
// → 101: call the job
const failure = { requestHandle: handleOf("101"), status: "ERROR", statusMessage: "no disk space" };
await post("101/executionStatus", failure);
// → 200 ERROR: request 101 moved from RUNNING to ERROR_AUTO_RETRY. Effects: scheduleRetry.
work();
// → 101: call the job
await post("101/executionStatus", failure); // The first attempt sends its report again.
// → 200 ERROR: ignored for request 101 in RUNNING (STALE_HANDLE). Stale handle: it belongs to an earlier execution. No action needed.
await post("101/executionStatus", { requestHandle: handleOf("101"), status: "SUCCESS" });
// → 200 SUCCESS: request 101 moved from RUNNING to COMPLETED. Effects: runPostProcessing.
if (invokeJob) outbox.push(invokeJob); // A worker that crashed left the first call of the job: it is skipped.
work();
// → 101: ended in SUCCEEDED

submit("102", 0);
startExecution("102");
operate("102", "cancel");
console.log(await post("102/checkInCancelling", { requestHandle: handleOf("102") }));
// → 200 checkIn: recorded for request 102, which stays in CANCELLING. No effects.
// → true
await post("102/executionStatus", { requestHandle: handleOf("102"), status: "CANCEL" });
// → 200 CANCEL: request 102 moved from CANCELLING to CANCELLED. Effects: notifyEnded.
console.log(operate("102", "cancel").status); // UNSUPPORTED_STATE: the request has ended.
// → 400
