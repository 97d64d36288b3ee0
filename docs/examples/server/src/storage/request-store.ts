import * as ess from "ess-request-machine";
import { sanitize } from "../lifecycle/audit-entry.js";
import { applyCommand, type Command, type CommandResult, type Decide } from "../lifecycle/command.js";
import { type Settings, tasksOnEntering } from "../lifecycle/tasks.js";
import { createTurns } from "./in-turn.js";
import { type Database, type Queries, type Statement, sql } from "./sql.js";
import { finishTask } from "./task-store.js";
import { type Origin, type StoredRequest, writeResult } from "./write-result.js";

// Ids and versions are read as text: a JavaScript number would lose digits.
export const selectRequest = (id: string) =>
  sql`SELECT record, settings, version::text FROM request WHERE request_id = ${id}`;
const lockRequest = (id: string) =>
  sql`SELECT record, settings, version::text FROM request WHERE request_id = ${id} FOR UPDATE`;

interface Row {
  readonly record: unknown;
  readonly settings: Settings;
  readonly version: string;
}
function toStoredRequest({ record, ...rest }: Row): StoredRequest {
  const parsed = ess.parseJobRequest(record);
  if (parsed.issues) throw new TypeError(`A stored record is invalid: ${parsed.issues[0]?.message}`);
  return { request: parsed.value, ...rest };
}

interface Applying extends Origin {
  /** Of the endpoint of jobs. */
  readonly decide?: Decide;
}

/** Another server wrote the request, or completed the task, between the read and the write. */
const CONFLICT = Symbol("conflict");

/**
 * Reads the record, applies the command and writes the result. A task whose execution is no longer the latest, or whose
 * event has no effect, is only completed: the history does not mention it.
 */
async function applyOnce(queries: Queries, statement: Statement, command: Command, { decide, ...origin }: Applying) {
  const [row] = await queries.query<Row>(statement);
  if (row === undefined) return undefined;
  const stored = toStoredRequest(row);
  const result = applyCommand(stored.request, command, decide);
  const { task } = origin;
  if (task && (stored.request.requestHandle !== task.execution || !ess.isAccepted(result.outcome))) {
    await queries.query(finishTask(task));
    return undefined;
  }
  const written = await queries.query(writeResult(stored, command, result, origin));
  return written.length > 0 ? result : CONFLICT;
}

export type RequestStore = ReturnType<typeof createRequestStore>;

export function createRequestStore(database: Database) {
  const inTurn = createTurns();
  return {
    ...createReader(database),

    /**
     * Applies a command to the record of now, and stores the result. Optimistic locking first; after a conflict with
     * another server, once more with the row locked, which cannot conflict again. Undefined if the request is unknown,
     * or if the task that led to the command is obsolete.
     */
    change: (id: string, received: Command, applying: Applying = {}): Promise<CommandResult | undefined> =>
      inTurn(id, async () => {
        const command = sanitize(received);
        const first = await applyOnce(database, selectRequest(id), command, applying);
        if (first !== CONFLICT) return first;
        const second = await database.transaction((queries) => applyOnce(queries, lockRequest(id), command, applying));
        return second === CONFLICT ? undefined : second;
      }),

    /** False if the id is in use. */
    async submit(request: ess.JobRequest, settings: Settings): Promise<boolean> {
      const { requestId, state, retries } = request;
      const { expiresInSeconds: delay } = settings;
      const explanation = `Request ${requestId} was submitted in ${state}. Retries allowed: ${retries}.`;
      const result: CommandResult = {
        name: "submit",
        outcome: { kind: "recorded", request, effects: [] },
        explanation,
      };
      const expiry = delay === undefined ? [] : [{ name: "expire" as const, delay, host: null }];
      const tasks = [...tasksOnEntering(request, settings), ...expiry];
      const stored = { request, settings, version: "0" };
      return (await database.query(writeResult(stored, {}, result, {}, tasks))).length > 0;
    },
  };
}

function createReader(database: Database) {
  return {
    async find(id: string): Promise<StoredRequest | undefined> {
      const [row] = await database.query<Row>(selectRequest(id));
      return row && toStoredRequest(row);
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
      return rows.map(toStoredRequest);
    },

    history: (id: string, after: string, limit: number) =>
      database.query<{ readonly id: string }>(sql`
SELECT id::text, version::text, at, name, input, kind, reason, from_state AS "from", to_state AS "to", explanation,
  count, last_at AS "lastAt",
  (SELECT coalesce(json_agg(json_build_object('task', task, 'doneAt', done_at, 'tries', tries, 'problem', problem,
      'dueAt', CASE WHEN done_at IS NULL THEN due_at END) ORDER BY id), '[]')
   FROM outbox WHERE history_id = history.id) AS tasks
FROM history WHERE request_id = ${id} AND id > ${after} ORDER BY history.id LIMIT ${limit}`),

    ping: () => database.query(sql`SELECT 1`),
  };
}
