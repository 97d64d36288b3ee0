import type { Effect, JobRequest, LifecycleEventName, Outcome } from "ess-request-machine";

/** What the scheduler does by itself for one request. */
export interface Settings {
  /** Where the remote job is called; without it, whoever starts the request gives the job its handle. */
  readonly job?: string | undefined;
  /** Whether the worker moves the request on; otherwise only the operator does. */
  readonly automatic: boolean;
  readonly timeoutSeconds: number;
  readonly expiresInSeconds?: number | undefined;
  /** The wait before the first retry; each later one waits twice as long. */
  readonly retryDelaySeconds: number;
}

/** Something to be done: an effect of the library's, or an event whose time comes. */
export interface PendingTask {
  readonly task: Effect | LifecycleEventName;
  /** Seconds from now. */
  readonly delay: number;
}

const MAX_WAIT = 3_600;
export const backoff = (seconds: number, tries: number): number => Math.min(seconds * 2 ** tries, MAX_WAIT);

/** What a change leaves to do, in order: its effects first, then what the scheduler does next by itself. */
export function tasksAfter({ kind, request, effects }: Outcome, settings: Settings): PendingTask[] {
  const retryDelay = backoff(settings.retryDelaySeconds, request.retriedCount);
  const owed = effects.map((task) => ({ task, delay: task === "scheduleRetry" ? retryDelay : 0 }));
  return kind === "transitioned" ? [...owed, ...tasksOnEntering(request, settings)] : owed;
}

/** What the scheduler does by itself with a request that came into its state just now. */
export function tasksOnEntering({ state }: JobRequest, { automatic, job, timeoutSeconds }: Settings): PendingTask[] {
  if (!automatic) return [];
  if (state === "WAIT") return [{ task: "dispatch", delay: 0 }];
  if (state === "READY" && job !== undefined) return [{ task: "start", delay: 0 }];
  if (state === "RUNNING") return [{ task: "timeOut", delay: timeoutSeconds }];
  return [];
}
