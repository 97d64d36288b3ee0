import { setTimeout as pause } from "node:timers/promises";
import type { JobRequest, LifecycleEvent } from "ess-request-machine";
import type { Logger } from "pino";
import { type Handles, hashed } from "./handles.js";
import { backoff, type Settings } from "./owed.js";
import type { Store, Task } from "./store.js";

/**
 * Does what is owed. A task is taken for a while (`FOR UPDATE SKIP LOCKED`, so that workers do not meet), done, and marked.
 * One that leads to an event ends in the same transaction as that event, and so happens once. A call of a job may happen again
 * if this process dies in between: it has the same handle and the same Idempotency-Key then.
 */

const AT_ONCE = 16;
const LEASE_SECONDS = 30;
const LONGEST_CALL_MS = 10_000;
const MOST_CALLS = 5;

export interface WorkerOptions {
  readonly store: Store;
  readonly handles: Handles;
  readonly log: Logger;
  /** Where jobs report to. */
  readonly requestsUrl: string;
  readonly pollMs: number;
}

/** What a stand-in does in place of a real scheduler: it has no post-processing and no sub-requests, so they are done at once. */
function eventFor(task: Task, { job }: Settings, requestHandle: string): LifecycleEvent | undefined {
  switch (task.task) {
    case "dispatch":
    case "expire":
    case "timeOut":
      return { type: task.task };
    case "start":
      return { type: "start", requestHandle };
    case "startSubRequests":
      // Without a job to call, whoever resumes the request wants the handle.
      return job === undefined ? undefined : { type: "resume", requestHandle };
    case "runPostProcessing":
      return { type: "postProcessed", result: "PROCEED" };
    case "scheduleRetry":
      return { type: "retry" };
    case "cancelSubRequests":
    case "stopPostProcessing":
      return { type: "cancelCompleted" };
    default:
      return undefined;
  }
}

export function startWorker({ store, handles, log, requestsUrl, pollMs }: WorkerOptions) {
  async function carryOut(task: Task): Promise<void> {
    const found = await store.find(task.requestId);
    if (found === undefined) return;
    const { request, settings } = found;
    const { seed, handle } = handles.fresh();
    const event = settings.automatic ? eventFor(task, settings, hashed(handle)) : undefined;
    if (event !== undefined) {
      const done = await store.carryOut(task, event, seed);
      if (done)
        log.info(
          { requestId: task.requestId, event: event.type, kind: done.outcome.kind, state: done.outcome.request.state },
          "event",
        );
    } else if (task.task === "invokeJob" && settings.job !== undefined) {
      await invoke(task, request, settings.job);
    } else {
      if (task.task === "notifyCancellation" && settings.job !== undefined) await notify(task, settings.job);
      log.info({ requestId: task.requestId, effect: task.task }, "effect");
      await store.finish(task);
    }
  }

  async function invoke(task: Task, request: JobRequest, job: string): Promise<void> {
    const { requestId, execution, seed, tries } = task;
    const isAwaited = request.requestHandle === execution && request.reportedStatus === null;
    if (!isAwaited || seed === null) return void (await store.finish(task));
    const url = `${requestsUrl}/${requestId}`;
    const { attempt, pausedState } = request;
    const callback = { statusUrl: `${url}/executionStatus`, checkInUrl: `${url}/checkInCancelling` };
    const failure = await call(task, job, {
      requestId,
      requestHandle: handles.of(seed),
      attempt,
      pausedState,
      ...callback,
    });
    log.info({ requestId, effect: "invokeJob", tries, failure }, "effect");
    if (failure === undefined) await store.finish(task);
    else if (tries < MOST_CALLS) await store.postpone(task, backoff(0.2, tries));
    else {
      const statusMessage = `The job could not be called: ${failure}.`;
      await store.carryOut(task, { requestHandle: execution, status: "ERROR", statusMessage });
    }
  }

  /** A job that cannot be told may still ask, so this is tried once. */
  const notify = (task: Task, job: string) => call(task, job, { requestId: task.requestId, cancelled: true });

  /** Why it failed, if it did. */
  async function call({ id, task }: Task, job: string, body: object): Promise<string | undefined> {
    const headers = { "content-type": "application/json", "idempotency-key": `${task}-${id}` };
    try {
      const signal = AbortSignal.timeout(LONGEST_CALL_MS);
      const response = await fetch(job, {
        method: "POST",
        headers,
        body: JSON.stringify(body),
        redirect: "error",
        signal,
      });
      await response.body?.cancel();
      return response.ok ? undefined : `it answered ${response.status}`;
    } catch (error) {
      return (error as Error).name === "TimeoutError" ? "it did not answer in time" : "it did not answer";
    }
  }

  const stopped = new AbortController();
  const { signal } = stopped;

  async function round(): Promise<number> {
    const tasks = await store.claim(AT_ONCE, LEASE_SECONDS);
    const settled = await Promise.allSettled(tasks.map(carryOut));
    for (const each of settled) {
      // Its lease ends, and then it is taken again.
      if (each.status === "rejected") log.error({ error: each.reason?.name }, "a task failed");
    }
    return tasks.length;
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      const taken = await round().catch((error) => {
        log.warn({ error: error?.name }, "no tasks could be taken");
        return 0;
      });
      if (taken === 0) await pause(pollMs, undefined, { signal }).catch(() => {});
    }
  }

  const running = run();
  return {
    async stop() {
      stopped.abort();
      await running;
    },
  };
}
