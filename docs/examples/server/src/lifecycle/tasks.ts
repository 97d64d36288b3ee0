import type { Effect, JobRequest, LifecycleEventName, Outcome } from "ess-request-machine";

/** How the scheduler treats one request. */
export interface Settings {
  /** Where the remote job is called. Without it, the caller of `start` gives the job its handle. */
  readonly job?: string | undefined;
  /** Whether background work moves the request on. Otherwise only its job and the operator do. */
  readonly automatic: boolean;
  readonly timeoutSeconds: number;
  readonly expiresInSeconds?: number | undefined;
  /** The pause before the first retry. Each later one is twice as long. */
  readonly retryDelaySeconds: number;
}

/** An outbox entry to write: an effect of the library's, or a lifecycle event that is due later. */
export interface NewTask {
  readonly name: Effect | LifecycleEventName;
  /** Seconds from now. */
  readonly delay: number;
  /** The host that has to be called; null for work that needs none. */
  readonly host: string | null;
}

const MAX_DELAY_SECONDS = 3_600;
/** Exponential back-off: the pause after so many earlier ones. */
export const backoff = (seconds: number, earlier: number, max = MAX_DELAY_SECONDS): number =>
  Math.min(seconds * 2 ** earlier, max);

const CALLS: readonly string[] = ["invokeJob", "notifyCancellation"] satisfies Effect[];
const hostFor = (name: NewTask["name"], { job }: Settings) =>
  job !== undefined && CALLS.includes(name) ? new URL(job).host : null;

/** The outbox entries of an outcome: its effects, and the scheduler's own next step in the new state. */
export function tasksAfter({ kind, request, effects }: Outcome, settings: Settings): NewTask[] {
  const retryDelay = backoff(settings.retryDelaySeconds, request.retriedCount);
  const tasks = effects.map((name) => ({
    name,
    delay: name === "scheduleRetry" ? retryDelay : 0,
    host: hostFor(name, settings),
  }));
  return kind === "transitioned" ? [...tasks, ...tasksOnEntering(request, settings)] : tasks;
}

/** The scheduler's own next step for a request that just entered its state. */
export function tasksOnEntering({ state }: JobRequest, { automatic, job, timeoutSeconds }: Settings): NewTask[] {
  if (!automatic) return [];
  if (state === "WAIT") return [{ name: "dispatch", delay: 0, host: null }];
  if (state === "READY" && job !== undefined) return [{ name: "start", delay: 0, host: null }];
  if (state === "RUNNING") return [{ name: "timeOut", delay: timeoutSeconds, host: null }];
  return [];
}
