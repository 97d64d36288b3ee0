import { setTimeout as pause } from "node:timers/promises";
import type { Task } from "../storage/store.js";
import { createTaskHandler, type TaskOptions } from "./task-handler.js";

/**
 * Does what is owed: a task is taken for a while (`FOR UPDATE SKIP LOCKED`, so that workers do not meet), carried out, and
 * marked. What fails is taken again when its time is over.
 */

const MAX_TASKS = 16;
const LEASE_SECONDS = 30;

export interface WorkerOptions extends TaskOptions {
  readonly pollMs: number;
}

export function startWorker({ pollMs, ...options }: WorkerOptions) {
  const { store, log } = options;
  const handleTask = createTaskHandler(options);
  const stopping = new AbortController();
  const { signal } = stopping;
  const busy = new Set<Promise<unknown>>();

  function begin(task: Task): void {
    const work: Promise<unknown> = handleTask(task)
      .catch((error) => log.error({ error: error?.name, effect: task.task }, "a task failed"))
      .finally(() => busy.delete(work));
    busy.add(work);
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      const tasks = await store.claim(MAX_TASKS - busy.size, LEASE_SECONDS).catch((error): Task[] => {
        log.warn({ error: error?.name }, "no tasks could be taken");
        return [];
      });
      tasks.forEach(begin);
      // Looks again at once while there is much to do, else when its time has come.
      if (busy.size === MAX_TASKS) await Promise.race(busy);
      else if (tasks.length === 0) await pause(pollMs, undefined, { signal }).catch(() => {});
    }
    await Promise.all(busy);
  }

  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
