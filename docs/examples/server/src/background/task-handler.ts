import { type JobRequest, LIFECYCLE_EVENTS, type LifecycleEvent } from "ess-request-machine";
import type { Logger } from "pino";
import { type Handles, hashed } from "../lifecycle/handles.js";
import { backoff, type Settings } from "./outbox.js";
import type { StoredRequest, Store, Task } from "../storage/store.js";

/**
 * What is done for a task. One that leads to an event ends in the same transaction as that event, and so happens once. A call of a
 * job may happen again if this process dies in between: it has the same handle and the same Idempotency-Key then.
 */

const MAX_CALL_MS = 10_000;
const MAX_CALLS = 5;
const FIRST_WAIT_SECONDS = 0.2;

export interface TaskOptions {
  readonly store: Store;
  readonly handles: Handles;
  readonly log: Logger;
  /** Where jobs report to. */
  readonly requestsUrl: string;
}

/** What a stand-in does in place of a real scheduler: it has no post-processing and no sub-requests, so they are done at once. */
const EVENT_AFTER: Partial<Record<Task["task"], object>> = {
  startSubRequests: { type: "resume" },
  runPostProcessing: { type: "postProcessed", result: "PROCEED" },
  scheduleRetry: { type: "retry" },
  cancelSubRequests: { type: "cancelCompleted" },
  stopPostProcessing: { type: "cancelCompleted" },
};

/** The event that a task leads to; none where only somebody else can say when it happens. */
function eventFor(task: Task["task"], { automatic, job }: Settings, requestHandle: string): LifecycleEvent | undefined {
  // Without a job to call, whoever resumes the request wants the handle.
  if (!automatic || (task === "startSubRequests" && job === undefined)) return undefined;
  const isEvent = (LIFECYCLE_EVENTS as readonly string[]).includes(task);
  const event = isEvent ? { type: task } : EVENT_AFTER[task];
  return event && ({ ...event, requestHandle } as LifecycleEvent);
}

/** Whether the execution that a task belongs to goes on. An operator may end a request without a report, and decides in ERROR_MANUAL_RECOVERY. */
const isExecutionActive = ({ execution }: Task, { requestHandle, reportedStatus, state }: JobRequest): boolean =>
  requestHandle === execution && reportedStatus === null && (state === "RUNNING" || state === "CANCELLING");

export function createTaskHandler({ store, handles, log, requestsUrl }: TaskOptions) {
  async function handleTask(task: Task): Promise<unknown> {
    const { requestId, task: effect } = task;
    const found = await store.find(requestId);
    if (found === undefined) return undefined;
    const { job } = found.settings;
    const { seed, handle } = handles.fresh();
    const event = eventFor(effect, found.settings, hashed(handle));
    if (event !== undefined) {
      const done = await store.change(requestId, event, { task, seed });
      if (done) log.info({ requestId, event: done.name, state: done.outcome.request.state }, "event");
      return done;
    }
    if (effect === "invokeJob" && job !== undefined) return invoke(task, found, job);
    // A job that cannot be told may still ask, so this is tried once.
    if (effect === "notifyCancellation" && job !== undefined) await call(task, job, { requestId, cancelled: true });
    log.info({ requestId, effect }, "effect");
    return store.finish(task);
  }

  async function invoke(task: Task, { request }: StoredRequest, job: string): Promise<unknown> {
    const { requestId, execution, seed, tries } = task;
    const { state, attempt, pausedState } = request;
    if (seed === null || !isExecutionActive(task, request)) return store.finish(task);
    // A job that was never called has nothing to stop, and nobody else could acknowledge for it.
    const neverCalled = state === "CANCELLING" && tries === 1;
    if (neverCalled) return store.change(requestId, { requestHandle: execution, status: "CANCEL" }, { task });
    const url = `${requestsUrl}/${requestId}`;
    const callback = { statusUrl: `${url}/executionStatus`, checkInUrl: `${url}/checkInCancelling` };
    const body = { requestId, requestHandle: handles.of(seed), attempt, pausedState, ...callback };
    const failure = await call(task, job, body);
    log.info({ requestId, effect: "invokeJob", tries, failure }, "effect");
    if (failure === undefined) return store.finish(task);
    if (tries < MAX_CALLS) return store.postpone(task, backoff(FIRST_WAIT_SECONDS, tries));
    const statusMessage = `The job could not be called: ${failure}.`;
    return store.change(requestId, { requestHandle: execution, status: "ERROR", statusMessage }, { task });
  }

  return handleTask;
}

/** Why it failed, if it did. */
async function call({ id, task }: Task, job: string, body: object): Promise<string | undefined> {
  const headers = { "content-type": "application/json", "idempotency-key": `${task}-${id}` };
  const signal = AbortSignal.timeout(MAX_CALL_MS);
  try {
    const sent = { method: "POST", headers, body: JSON.stringify(body), redirect: "error", signal } as const;
    const response = await fetch(job, sent);
    await response.body?.cancel();
    return response.ok ? undefined : `it answered ${response.status}`;
  } catch {
    return signal.aborted ? "it did not answer in time" : "it did not answer";
  }
}
