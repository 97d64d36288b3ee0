/** Every statement that the server sends. Ids and versions come out as text: a JavaScript number would lose digits. */

export const FIND = "SELECT record, settings, version::text FROM request WHERE request_id = $1";

export const LIST = `
SELECT record, settings, version::text FROM request
WHERE ($1::text IS NULL OR state = $1) AND request_id > $2 ORDER BY request_id LIMIT $3`;

export const NEXT_ID = "SELECT nextval('request_ids')::text AS id";

/** What `owed` is: the tasks as JSON, in order. */
const OWED = `
  INSERT INTO outbox (history_id, request_id, task, execution, seed, due_at)
  SELECT told.id, told.request_id, owed.task, $EXECUTION, owed.seed, now() + owed.delay * interval '1 millisecond'
  FROM told, json_to_recordset($OWED::json) AS owed (task text, delay double precision, seed text)`;

const owedFrom = (execution: string, owed: string) => OWED.replace("$EXECUTION", execution).replace("$OWED", owed);

export const SUBMIT = `
WITH made AS (
  INSERT INTO request (request_id, state, record, settings) VALUES ($1, $2, $3, $4)
  ON CONFLICT DO NOTHING RETURNING request_id, version
), told AS (
  INSERT INTO history (request_id, version, name, input, kind, to_state, told)
  SELECT request_id, version, 'submit', '{}', 'recorded', $2, $5 FROM made RETURNING id, request_id
), owed AS (${owedFrom("NULL", "$6")}
)
SELECT id::text FROM told`;

/**
 * The compare-and-set, the line in the history, what is owed, and the end of the task that led to it (if one did): all of it
 * or nothing. A task that somebody else has ended meanwhile changes nothing.
 */
export const WRITE = `
WITH moved AS (
  UPDATE request SET state = $3, record = $4, version = version + 1
  WHERE request_id = $1 AND version = $2
    AND ($12::bigint IS NULL OR EXISTS (SELECT FROM outbox WHERE id = $12 AND done_at IS NULL))
  RETURNING request_id, version
), told AS (
  INSERT INTO history (request_id, version, name, input, kind, from_state, to_state, told)
  SELECT request_id, version, $5, $6, $7, $8, $3, $9 FROM moved RETURNING id, request_id
), owed AS (${owedFrom("$10", "$11")}
), done AS (
  UPDATE outbox SET done_at = now() WHERE id = $12 AND EXISTS (SELECT FROM moved)
)
SELECT id::text FROM told`;

export const NOTE = `
INSERT INTO history (request_id, version, name, input, kind, reason, from_state, to_state, told)
VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8)`;

export const NOTE_INVALID = `
INSERT INTO history (request_id, version, name, input, kind, from_state, to_state, told)
SELECT request_id, version, 'unknown', '{}', 'rejected', state, state, $2 FROM request WHERE request_id = $1
RETURNING id::text`;

export const HISTORY = `
SELECT id::text, version::text, at, name, input, kind, reason, from_state AS "from", to_state AS "to", told,
  (SELECT coalesce(json_agg(json_build_object('task', task, 'dueAt', due_at, 'doneAt', done_at, 'tries', tries) ORDER BY id), '[]')
   FROM outbox WHERE history_id = history.id) AS owed
FROM history WHERE request_id = $1 ORDER BY history.version, history.id`;

/** What is due, and whose elders of the same cause are done: effects are carried out in their order. */
export const CLAIM = `
UPDATE outbox SET tries = tries + 1, due_at = now() + $2 * interval '1 second'
WHERE id IN (
  SELECT id FROM outbox AS due WHERE done_at IS NULL AND due_at <= now() AND NOT EXISTS (
    SELECT FROM outbox AS elder WHERE elder.history_id = due.history_id AND elder.id < due.id AND elder.done_at IS NULL
  )
  ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED
)
RETURNING id::text, request_id::text AS "requestId", task, execution, seed, tries`;

export const IS_OPEN = "SELECT id FROM outbox WHERE id = $1 AND done_at IS NULL";
export const FINISH = "UPDATE outbox SET done_at = now() WHERE id = $1 AND done_at IS NULL";
export const POSTPONE =
  "UPDATE outbox SET due_at = now() + $2 * interval '1 millisecond' WHERE id = $1 AND done_at IS NULL";
