import { type Database, sql } from "./sql.js";
import type { Task } from "./write-result.js";

/**
 * The outbox as a queue of two kinds: work that needs no call, and calls of jobs. A claim is a lease: a task whose
 * worker dies is due again when the lease is over (at-least-once).
 */

const KEPT_DAYS = 30;

export const finishTask = ({ id }: Task, problem: string | null = null) =>
  sql`UPDATE outbox SET done_at = now(), seed = NULL, problem = ${problem} WHERE id = ${id} AND done_at IS NULL`;

export type TaskStore = ReturnType<typeof createTaskStore>;

export function createTaskStore(database: Database) {
  return {
    claimWork: (limit: number, leaseSeconds: number) =>
      database.query<Task>(sql`
WITH due AS MATERIALIZED (
  SELECT id FROM outbox WHERE done_at IS NULL AND host IS NULL AND due_at <= now()
  ORDER BY due_at LIMIT ${limit} FOR UPDATE SKIP LOCKED
)
UPDATE outbox SET tries = tries + 1, since = now(), due_at = now() + ${leaseSeconds} * interval '1 second'
FROM due WHERE outbox.id = due.id
RETURNING outbox.id::text, request_id::text AS "requestId", task AS name, host, execution, seed, tries, failures`),

    /** At most `perHost` calls of each host, less those that this server is making now; longest due hosts first. */
    claimCalls: (limit: number, leaseSeconds: number, perHost: number, active: Readonly<Record<string, number>>) =>
      database.query<Task>(sql`
WITH hosts AS (
  SELECT host, min(due_at) AS first, ${perHost} - coalesce((${JSON.stringify(active)}::json ->> host)::int, 0) AS free
  FROM outbox WHERE done_at IS NULL AND host IS NOT NULL AND due_at <= now() GROUP BY host
), due AS MATERIALIZED (
  SELECT call.id FROM (SELECT * FROM hosts WHERE free > 0 ORDER BY first) AS hosts CROSS JOIN LATERAL (
    SELECT id FROM outbox WHERE host = hosts.host AND done_at IS NULL AND due_at <= now()
    ORDER BY due_at LIMIT hosts.free FOR UPDATE SKIP LOCKED
  ) AS call LIMIT ${limit}
)
UPDATE outbox SET tries = tries + 1, since = now(), due_at = now() + ${leaseSeconds} * interval '1 second'
FROM due WHERE outbox.id = due.id
RETURNING outbox.id::text, request_id::text AS "requestId", task AS name, host, execution, seed, tries, failures`),

    finish: (task: Task, problem?: string) => database.query(finishTask(task, problem)),

    /** Makes the task due again later. `failures` counts the tries that certainly had no effect, with this one. */
    postpone: (task: Task, seconds: number, problem: string, failures = task.failures) =>
      database.query(sql`
UPDATE outbox SET since = now(), due_at = now() + ${seconds} * interval '1 second', failures = ${failures},
  problem = ${problem}
WHERE id = ${task.id} AND done_at IS NULL`),

    /**
     * A task that was put off in the future shows that the database's clock was set back. Its pause begins again now,
     * or it would wait until the clock has caught up. Deletes tasks that were done long ago, too.
     */
    async maintain(): Promise<void> {
      await database.query(sql`
UPDATE outbox SET since = now(), due_at = now() + (due_at - since) WHERE done_at IS NULL AND since > now()`);
      await database.query(sql`DELETE FROM outbox WHERE done_at < now() - ${KEPT_DAYS} * interval '1 day'`);
    },
  };
}
