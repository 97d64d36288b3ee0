import { setTimeout as pause } from "node:timers/promises";
import * as ess from "ess-request-machine";
import { type Database, sql } from "./database.js";
import { redactHandles, toAuditEntry } from "../lifecycle/audit-entry.js";
import { type PendingTask, tasksAfter, tasksOnEntering, type Settings } from "../background/outbox.js";

/** What came, with the hash of its handle: a callback, an event, or a body that is neither and what is wrong with it. */
export type Command = ess.ExecutionStatusInput | ess.LifecycleEvent | { readonly fault: string };

/** What became of it. */
export interface CommandResult {
  readonly name: string;
  readonly outcome: ess.Outcome;
  /** As the library explains it. */
  readonly told: string;
}

export interface StoredRequest {
  readonly request: ess.JobRequest;
  readonly settings: Settings;
  readonly version: string;
}

/** What the worker took, and for how long nobody else gets it. */
export interface Task {
  readonly id: string;
  readonly requestId: string;
  readonly task: PendingTask["task"];
  /** Hash of the handle that was the latest when this came to be owed. */
  readonly execution: string | null;
  readonly seed: string | null;
  readonly tries: number;
}

/** What stands behind a command: the seed of the handle that it gives, and the task that it ends. */
interface Origin {
  readonly seed?: string | undefined;
  readonly task?: Task | undefined;
}

/** Of those who race for one request one wins each round, so this many lost rounds are many callbacks at once. */
const ROUNDS = 50;

/** Too many wrote at the same time. Nothing was changed. */
export class ConflictError extends Error {
  override name = "ConflictError";
}

const isRefused = ({ kind }: ess.Outcome): boolean => kind === "ignored" || kind === "rejected";

const NAMES: readonly string[] = [...ess.EXECUTION_STATUSES, ...ess.LIFECYCLE_EVENTS];

export function applyCommand(request: ess.JobRequest, command: Command): CommandResult {
  if ("fault" in command) {
    const outcome = { kind: "rejected", reason: "INVALID_PAYLOAD", request, effects: [] } as const;
    return { name: "unknown", outcome, told: command.fault };
  }
  const [name, outcome] =
    "type" in command
      ? [command.type, ess.applyLifecycleEvent(request, command)]
      : [command.status, ess.applyExecutionStatus(request, command)];
  return { name: NAMES.includes(name) ? name : "unknown", outcome, told: ess.explain(request, command, outcome) };
}

// Ids and versions come out as text: a JavaScript number would lose digits.
export const selectRequest = (id: string) =>
  sql`SELECT record, settings, version::text FROM request WHERE request_id = ${id}`;

/**
 * All that is written of a command, in one statement and so in one transaction: the record, by compare-and-set on the version
 * (0 for a request that is new); the line in the history; what is owed; and the end of the task that led to it, unless
 * somebody else ended that. What is refused leaves the record and its version as they are. No row comes back if somebody
 * was faster.
 */
export function writeResult(
  { request, settings, version }: StoredRequest,
  command: object,
  done: CommandResult,
  owed: PendingTask[],
  from: Origin = {},
) {
  const { name, outcome, told } = done;
  const { requestId, state, requestHandle } = outcome.request;
  const accepted = !isRefused(outcome);
  const reason = "reason" in outcome ? outcome.reason : null;
  const isNew = version === "0";
  const task = from.task?.id ?? null;
  return sql`
WITH moved AS (
  INSERT INTO request AS old (request_id, state, record, settings)
  SELECT ${requestId}::bigint, ${state}, ${JSON.stringify(outcome.request)}::json, ${JSON.stringify(settings)}::json
  WHERE ${accepted} AND (${task}::bigint IS NULL OR EXISTS (SELECT FROM outbox WHERE id = ${task} AND done_at IS NULL))
  ON CONFLICT (request_id) DO UPDATE SET state = excluded.state, record = excluded.record, version = old.version + 1
  WHERE old.version = ${version}
  RETURNING request_id, version
), judged AS (
  SELECT request_id, version FROM moved UNION ALL
  SELECT request_id, version FROM request WHERE NOT ${accepted} AND request_id = ${requestId} AND version = ${version}
), told AS (
  INSERT INTO history (request_id, version, name, input, kind, reason, from_state, to_state, told)
  SELECT request_id, version, ${name}, ${JSON.stringify(toAuditEntry(command))}::json, ${outcome.kind}, ${reason},
    ${isNew ? null : request.state}, ${state}, ${told}
  FROM judged RETURNING id, request_id
), owed AS (
  INSERT INTO outbox (history_id, request_id, task, execution, seed, due_at)
  SELECT told.id, request_id, task, ${requestHandle},
    CASE task WHEN 'invokeJob' THEN ${from.seed ?? null} END, now() + delay * interval '1 second'
  FROM told, json_to_recordset(${JSON.stringify(owed)}::json) AS owed (task text, delay double precision)
), done AS (
  UPDATE outbox SET done_at = now(), seed = NULL WHERE id = ${task} AND EXISTS (SELECT FROM moved)
)
SELECT id::text FROM told`;
}

export type Store = ReturnType<typeof createStore>;

export function createStore(database: Database) {
  type Row = { record: unknown; settings: Settings; version: string };
  function foundIn({ record, ...rest }: Row): StoredRequest {
    const parsed = ess.parseJobRequest(record);
    if (parsed.issues) throw new TypeError(`A stored record is broken: ${parsed.issues[0]?.message}`);
    return { request: parsed.value, ...rest };
  }

  async function find(id: string): Promise<StoredRequest | undefined> {
    const [row] = await database.query<Row>(selectRequest(id));
    return row && foundIn(row);
  }

  const isOpen = async (task: Task) =>
    (await database.query(sql`SELECT id FROM outbox WHERE id = ${task.id} AND done_at IS NULL`)).length > 0;

  const finish = (task: Task) =>
    database.query(sql`UPDATE outbox SET done_at = now(), seed = NULL WHERE id = ${task.id} AND done_at IS NULL`);

  return {
    find,
    finish,

    /**
     * Judges what came by the record as it is now, and stores what became of it; undefined if there is no such request. If
     * somebody else wrote in between, it is read and judged again. A task whose execution is no longer the latest, or whose
     * event the state does not take, only ends, and the history does not hear of it.
     */
    async change(id: string, came: Command, from: Origin = {}): Promise<CommandResult | undefined> {
      const { task } = from;
      for (let round = 0; round < ROUNDS; round += 1) {
        // Whoever was faster may have done this very task.
        const found = task && round > 0 && !(await isOpen(task)) ? undefined : await find(id);
        if (found === undefined) return undefined;
        const command = redactHandles(came, found.request);
        const done = applyCommand(found.request, command);
        const isOver = task && (found.request.requestHandle !== task.execution || isRefused(done.outcome));
        if (isOver) return void (await finish(task));
        const written = await database.query(writeResult(found, command, done, tasksAfter(done.outcome, found.settings), from));
        if (written.length > 0) return done;
        await pause(Math.random() * round);
      }
      throw new ConflictError("Too many wrote at the same time.");
    },

    /** False if the id is in use. */
    async submit(request: ess.JobRequest, settings: Settings): Promise<boolean> {
      const { requestId, state, retries } = request;
      const { expiresInSeconds: delay } = settings;
      const told = `Request ${requestId} was submitted in ${state}, with ${retries} ${retries === 1 ? "retry" : "retries"}.`;
      const done: CommandResult = { name: "submit", outcome: { kind: "recorded", request, effects: [] }, told };
      const expiry: PendingTask[] = delay === undefined ? [] : [{ task: "expire", delay }];
      const owed = [...tasksOnEntering(request, settings), ...expiry];
      return (await database.query(writeResult({ request, settings, version: "0" }, {}, done, owed))).length > 0;
    },

    async nextId(): Promise<string> {
      const [row] = await database.query<{ id: string }>(sql`SELECT nextval('request_ids')::text AS id`);
      return row!.id;
    },

    async list(state: string | undefined, after: string, limit: number): Promise<StoredRequest[]> {
      const rows = await database.query<Row>(sql`
SELECT record, settings, version::text FROM request
WHERE (${state ?? null}::text IS NULL OR state = ${state ?? null}) AND request_id > ${after}
ORDER BY request_id LIMIT ${limit}`);
      return rows.map(foundIn);
    },

    history: (id: string) =>
      database.query<object>(sql`
SELECT id::text, version::text, at, name, input, kind, reason, from_state AS "from", to_state AS "to", told,
  (SELECT coalesce(json_agg(json_build_object('task', task, 'dueAt', CASE WHEN done_at IS NULL THEN due_at END, 'doneAt', done_at, 'tries', tries) ORDER BY id), '[]')
   FROM outbox WHERE history_id = history.id) AS owed
FROM history WHERE request_id = ${id} ORDER BY history.version, history.id`),

    /**
     * Takes what is due. Effects of the same cause are carried out in their order; an event, such as the time-out of a job that
     * cannot be called, waits for nobody.
     */
    claim: (limit: number, leaseSeconds: number) =>
      database.query<Task>(sql`
WITH due AS MATERIALIZED (
  SELECT id FROM outbox AS due WHERE done_at IS NULL AND due_at <= now() AND (task = ANY(${ess.LIFECYCLE_EVENTS}::text[]) OR NOT EXISTS (
    SELECT FROM outbox AS elder WHERE elder.history_id = due.history_id AND elder.id < due.id AND elder.done_at IS NULL
  ))
  ORDER BY due_at LIMIT ${limit} FOR UPDATE SKIP LOCKED
)
UPDATE outbox SET tries = tries + 1, due_at = now() + ${leaseSeconds} * interval '1 second'
FROM due WHERE outbox.id = due.id
RETURNING outbox.id::text, request_id::text AS "requestId", task, execution, seed, tries`),

    postpone: (task: Task, seconds: number) =>
      database.query(sql`
UPDATE outbox SET due_at = now() + ${seconds} * interval '1 second' WHERE id = ${task.id} AND done_at IS NULL`),

    ping: () => database.query(sql`SELECT 1`),
  };
}
