import { isAccepted, type Outcome } from "ess-request-machine";
import { toAuditEntry } from "../lifecycle/audit-entry.js";
import type { CommandResult } from "../lifecycle/command.js";
import { type NewTask, type Settings, tasksAfter } from "../lifecycle/tasks.js";
import { sql } from "./sql.js";

export interface StoredRequest {
  readonly request: Outcome["request"];
  readonly settings: Settings;
  /** Raised by every write; "0" for a request that is not stored yet. */
  readonly version: string;
}

/** An outbox entry that a worker claimed. */
export interface Task {
  readonly id: string;
  readonly requestId: string;
  readonly name: NewTask["name"];
  readonly host: string | null;
  /** Hash of the handle that was the latest when the entry was written. */
  readonly execution: string | null;
  readonly seed: string | null;
  /** How often it was claimed, and how many of the earlier claims certainly had no effect. */
  readonly tries: number;
  readonly failures: number;
}

/** Where a command comes from: the seed of the handle that it issues, and the task that it completes. */
export interface Origin {
  readonly seed?: string | undefined;
  readonly task?: Task | undefined;
}

/**
 * Writes the result of a command in one statement, and so in one transaction: the record, by compare-and-set on the
 * version; the audit entry; the outbox entries; and the end of the task that led to the command. Without effect, only
 * the audit entry is written, or counted if it is there already. Returns no row if the version or the task is outdated.
 */
export function writeResult(
  { request, settings, version }: StoredRequest,
  command: object,
  result: CommandResult,
  { seed, task }: Origin = {},
  tasks: readonly NewTask[] = tasksAfter(result.outcome, settings),
) {
  const { name, outcome, explanation } = result;
  const { requestId, state, requestHandle } = outcome.request;
  const accepted = isAccepted(outcome);
  const reason = "reason" in outcome ? outcome.reason : null;
  const fromState = version === "0" ? null : request.state;
  const taskId = task?.id ?? null;
  return sql`
WITH written AS (
  INSERT INTO request AS old (request_id, state, record, settings)
  SELECT ${requestId}::bigint, ${state}, ${JSON.stringify(outcome.request)}::json, ${JSON.stringify(settings)}::json
  WHERE ${accepted}
    AND (${taskId}::bigint IS NULL OR EXISTS (SELECT FROM outbox WHERE id = ${taskId} AND done_at IS NULL))
  ON CONFLICT (request_id) DO UPDATE SET state = excluded.state, record = excluded.record, version = old.version + 1
  WHERE old.version = ${version}
  RETURNING request_id, version
), unchanged AS (
  SELECT request_id, version FROM request
  WHERE NOT ${accepted} AND request_id = ${requestId} AND version = ${version} FOR NO KEY UPDATE
), entry AS (
  INSERT INTO history (request_id, version, name, input, kind, reason, from_state, to_state, explanation)
  SELECT request_id, version, ${name}, ${JSON.stringify(toAuditEntry(command, result))}::json, ${outcome.kind},
    ${reason}, ${fromState}, ${state}, ${explanation}
  FROM (SELECT * FROM written UNION ALL SELECT * FROM unchanged) AS applied
  ON CONFLICT (request_id, version, name, reason) WHERE kind IN ('ignored', 'rejected')
    DO UPDATE SET count = history.count + 1, last_at = clock_timestamp()
  RETURNING id, request_id
), pending AS (
  INSERT INTO outbox (history_id, request_id, task, execution, host, seed, due_at)
  SELECT entry.id, request_id, task.name, ${requestHandle}, host,
    CASE task.name WHEN 'invokeJob' THEN ${seed ?? null} END, now() + delay * interval '1 second'
  FROM entry, json_to_recordset(${JSON.stringify(tasks)}::json) AS task (name text, delay double precision, host text)
), done AS (
  UPDATE outbox SET done_at = now(), seed = NULL WHERE id = ${taskId} AND EXISTS (SELECT FROM written)
)
SELECT id::text FROM entry`;
}
