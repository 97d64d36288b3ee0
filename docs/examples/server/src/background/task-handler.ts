import { isAwaitingCallback, isLifecycleEventName, type JobRequest, type LifecycleEvent } from "ess-request-machine";
import type { Logger } from "pino";
import { type Handles, hashHandle } from "../lifecycle/handles.js";
import { backoff, type Settings } from "../lifecycle/tasks.js";
import type { RequestStore } from "../storage/request-store.js";
import type { TaskStore } from "../storage/task-store.js";
import type { StoredRequest, Task } from "../storage/write-result.js";
import type { Call, CallResult } from "./job-call.js";

/**
 * Performs one task. A task that leads to an event is completed in the same transaction as that event, and so happens
 * once. A call of a job is at-least-once: after a crash it is repeated with the same handle and Idempotency-Key.
 */

/** Fifteen calls, with pauses of 1, 2, 4, … and at most 60 seconds, take nine minutes. */
export interface Patience {
  readonly maxCalls: number;
  readonly firstPauseSeconds: number;
}
export const PATIENCE: Patience = { maxCalls: 15, firstPauseSeconds: 1 };
const MAX_PAUSE_SECONDS = 60;
const MAX_RETRY_AFTER_SECONDS = 600;

export interface TaskHandlerOptions {
  readonly store: RequestStore;
  readonly tasks: TaskStore;
  readonly handles: Handles;
  readonly log: Logger;
  readonly call: (call: Call) => Promise<CallResult>;
  readonly patience: Patience;
  /** Where jobs report to. */
  readonly requestsUrl: string;
}

/** There is no real post-processing and there are no sub-requests here: both end immediately. */
const EVENT_AFTER: Partial<Record<Task["name"], object>> = {
  startSubRequests: { type: "resume" },
  runPostProcessing: { type: "postProcessed", result: "PROCEED" },
  scheduleRetry: { type: "retry" },
  cancelSubRequests: { type: "cancelCompleted" },
  stopPostProcessing: { type: "cancelCompleted" },
};

/** The event that a task leads to; undefined where only the job or the operator can say. */
function eventFor(name: Task["name"], { automatic, job }: Settings, requestHandle: string): LifecycleEvent | undefined {
  // Without a job to call, the operator who resumes the request needs the handle.
  if (!automatic || (name === "startSubRequests" && job === undefined)) return undefined;
  const event = isLifecycleEventName(name) ? { type: name } : EVENT_AFTER[name];
  return event && ({ ...event, requestHandle } as LifecycleEvent);
}

/** Whether the task's execution may still run: in ERROR_MANUAL_RECOVERY the operator decides. */
const isExecutionActive = ({ execution }: Task, request: JobRequest): boolean =>
  request.requestHandle === execution && isAwaitingCallback(request);

export function createTaskHandler(options: TaskHandlerOptions) {
  const { store, tasks, handles, log, call } = options;

  return async function handleTask(task: Task, signal: AbortSignal): Promise<unknown> {
    const { requestId, name } = task;
    const stored = await store.find(requestId);
    if (stored === undefined) return undefined;
    const { job } = stored.settings;
    const { seed, handle } = handles.create();
    const event = eventFor(name, stored.settings, hashHandle(handle));
    if (event !== undefined) {
      const result = await store.change(requestId, event, { task, seed });
      if (result) log.info({ requestId, event: result.name, state: result.outcome.request.state }, "event");
      return result;
    }
    if (name === "invokeJob" && job !== undefined) return invokeJob(options, task, stored, job, signal);
    // Tried once: a job that cannot be called may still ask.
    if (name === "notifyCancellation" && job !== undefined) {
      const result = await call({ url: job, body: { requestId, cancelled: true }, ...keyOf(task), signal });
      log.info({ requestId, effect: name, ...result }, "call");
      return tasks.finish(task, "problem" in result ? result.problem : undefined);
    }
    log.info({ requestId, effect: name }, "effect");
    return tasks.finish(task);
  };
}

const keyOf = ({ id, name }: Task) => ({ idempotencyKey: `${name}-${id}` });

async function invokeJob(
  options: TaskHandlerOptions,
  task: Task,
  { request }: StoredRequest,
  job: string,
  signal: AbortSignal,
): Promise<unknown> {
  const { store, tasks, handles, log, call, requestsUrl } = options;
  const { requestId, execution, seed, tries } = task;
  if (seed === null || !isExecutionActive(task, request)) return tasks.finish(task);
  // A job that certainly did not start has nothing to stop, and nobody else could acknowledge the cancellation.
  if (request.state === "CANCELLING" && neverStarted(task)) {
    return store.change(requestId, { requestHandle: execution ?? "", status: "CANCEL" }, { task });
  }
  const requestHandle = handles.fromSeed(seed);
  const isOurs = hashHandle(requestHandle) === execution;
  const url = `${requestsUrl}/${requestId}`;
  const { attempt, pausedState } = request;
  const callback = { statusUrl: `${url}/executionStatus`, checkInUrl: `${url}/checkInCancelling` };
  const body = { requestId, requestHandle, attempt, pausedState, ...callback };
  const result = isOurs ? await call({ url: job, body, ...keyOf(task), signal }) : WRONG_KEY;
  log[isOurs ? "info" : "error"]({ requestId, effect: task.name, tries, ...result }, "call");
  return afterCall(options, task, result);
}

/** The server that started the execution has another HANDLE_KEY: only a server with that key can make the call. */
const WRONG_KEY: CallResult = {
  kind: "unavailable",
  problem: "its handle was made with another HANDLE_KEY, so no server could call it",
};

/** Whether each earlier try certainly had no effect. A worker that died leaves a try of which nothing is known. */
const neverStarted = ({ tries, failures }: Task): boolean => failures === tries - 1;

/**
 * Only what certainly did not start is reported as a failure. Everything else waits for the callback or the time-out.
 */
function afterCall({ store, tasks, patience }: TaskHandlerOptions, task: Task, result: CallResult): Promise<unknown> {
  if (result.kind === "accepted") return tasks.finish(task);
  if (result.kind === "unknown") return tasks.finish(task, result.problem);
  const failures = task.failures + 1;
  if (result.kind === "unavailable" && failures < patience.maxCalls) {
    const pause = backoff(patience.firstPauseSeconds, task.failures, MAX_PAUSE_SECONDS);
    const asked = Math.min(result.retryAfterSeconds ?? 0, MAX_RETRY_AFTER_SECONDS);
    return tasks.postpone(task, Math.max(pause, asked), result.problem, failures);
  }
  if (!neverStarted(task)) return tasks.finish(task, result.problem);
  const status = result.kind === "refused" ? "BUSINESS_ERROR" : "ERROR";
  const statusMessage = `The job could not be called: ${result.problem}.`;
  return store.change(task.requestId, { requestHandle: task.execution ?? "", status, statusMessage }, { task });
}
