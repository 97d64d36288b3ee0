import type { Logger } from "pino";
import { codeOf } from "../errors.js";
import type { Task } from "../storage/write-result.js";

export interface Lane {
  /** How many tasks may run at the same time. */
  readonly capacity: number;
  /** Claims at most `free` due tasks, given how many tasks of each host are running. */
  readonly claim: (free: number, active: Readonly<Record<string, number>>) => Promise<Task[]>;
  /** Never rejects. */
  readonly perform: (task: Task) => Promise<void>;
  readonly pollMs: number;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** Claims and performs tasks until the signal is aborted and all that began have ended. */
export async function runLane({ capacity, claim, perform, pollMs, log, signal }: Lane): Promise<void> {
  const running = new Map<Task, Promise<void>>();
  let ended = 0;
  let wakeUp = () => {};
  signal.addEventListener("abort", () => wakeUp());

  const rest = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, pollMs);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  function begin(task: Task): void {
    const work = perform(task).finally(() => {
      running.delete(task);
      ended += 1;
      wakeUp();
    });
    running.set(task, work);
  }

  async function claimFree(): Promise<Task[]> {
    const free = capacity - running.size;
    if (free === 0) return [];
    try {
      return await claim(free, countHosts(running.keys()));
    } catch (error) {
      log.warn({ code: codeOf(error) }, "no tasks could be claimed");
      return [];
    }
  }

  while (!signal.aborted) {
    const before = ended;
    const claimed = await claimFree();
    claimed.forEach(begin);
    // Until a poll interval is over, or a task has ended and made room.
    if (claimed.length === 0 && ended === before && !signal.aborted) await rest();
  }
  await Promise.all(running.values());
}

function countHosts(tasks: Iterable<Task>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { host } of tasks) if (host !== null) counts[host] = (counts[host] ?? 0) + 1;
  return counts;
}
