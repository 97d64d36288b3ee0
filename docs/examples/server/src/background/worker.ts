import { setMaxListeners } from "node:events";
import { codeOf } from "../errors.js";
import { backoff } from "../lifecycle/tasks.js";
import type { Task } from "../storage/write-result.js";
import type { CallLimits } from "./job-call.js";
import { runLane } from "./lane.js";
import { createTaskHandler, type TaskHandlerOptions } from "./task-handler.js";

/**
 * Background work: claims due tasks and performs them, in two lanes, so that calls of slow jobs never use the capacity
 * of the rest. Any number of servers may do so at the same time (SKIP LOCKED).
 */

const MAX_WORK = 8;
const LEASE_SECONDS = 30;
const FIRST_RETRY_SECONDS = 5;
const MAINTENANCE_MS = 60_000;

export interface WorkerOptions extends TaskHandlerOptions {
  readonly callLimits: CallLimits;
  readonly pollMs: number;
  /** How long a claimed task belongs to its worker. A call gets its time limits in addition. Default: 30. */
  readonly leaseSeconds?: number | undefined;
  readonly maintenanceMs?: number | undefined;
}

export function startWorker(options: WorkerOptions) {
  const { tasks, log, pollMs, callLimits, leaseSeconds = LEASE_SECONDS, maintenanceMs = MAINTENANCE_MS } = options;
  const callLease = leaseSeconds + (callLimits.connectTimeoutMs + callLimits.answerTimeoutMs) / 1_000;
  const handleTask = createTaskHandler(options);
  const stopping = new AbortController();
  const cutting = new AbortController();
  // Each running call listens to it.
  setMaxListeners(0, cutting.signal);

  async function perform(task: Task): Promise<void> {
    const { requestId, name, tries } = task;
    try {
      await handleTask(task, cutting.signal);
    } catch (error) {
      log.error({ requestId, task: name, error: (error as Error).name, code: codeOf(error) }, "task failed");
      // If the database is away, the lease ends instead.
      await tasks.postpone(task, backoff(FIRST_RETRY_SECONDS, tries - 1), "a fault of the server").catch(() => {});
    }
  }
  const lane = { perform, pollMs, log, signal: stopping.signal };
  const lanes = [
    runLane({ ...lane, capacity: MAX_WORK, claim: (free) => tasks.claimWork(free, leaseSeconds) }),
    runLane({
      ...lane,
      capacity: callLimits.maxCalls,
      claim: (free, active) => tasks.claimCalls(free, callLease, callLimits.maxCallsPerHost, active),
    }),
  ];
  const maintain = () => tasks.maintain().catch((error) => log.warn({ code: codeOf(error) }, "maintenance failed"));
  const maintenance = setInterval(maintain, maintenanceMs);
  return {
    /** Claims nothing more, and after the grace period stops waiting for answers of jobs. */
    async stop(graceMs: number) {
      stopping.abort();
      clearInterval(maintenance);
      const timer = setTimeout(() => cutting.abort(), graceMs);
      await Promise.all(lanes);
      clearTimeout(timer);
    },
  };
}
