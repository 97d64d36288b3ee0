/**
 * The tables: PGlite and PostgreSQL run the same script, and running it again does nothing. `json` and not `jsonb`,
 * because a job's text may hold what `jsonb` refuses (a NUL, half a surrogate pair) and has to come back as it was.
 */
export const SCHEMA = `
BEGIN;
SELECT pg_advisory_xact_lock(4519);

-- A request as the library has it, with the SHA-256 of each handle in place of the handle.
CREATE TABLE IF NOT EXISTS request (
  request_id bigint PRIMARY KEY,
  state text NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  record json NOT NULL,
  settings json NOT NULL,
  submitted_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS request_by_state ON request (state, request_id);
CREATE SEQUENCE IF NOT EXISTS request_ids START 1001;

-- Everything that came, whatever became of it. By (version, id) it is the order in which it was judged: what was accepted
-- has the version that it made, what was ignored or rejected the version that it found.
CREATE TABLE IF NOT EXISTS history (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  request_id bigint NOT NULL REFERENCES request,
  version bigint NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  name text NOT NULL,
  input json NOT NULL,
  kind text NOT NULL,
  reason text,
  from_state text,
  to_state text,
  told text NOT NULL
);
CREATE INDEX IF NOT EXISTS history_of_request ON history (request_id, version, id);

-- What is owed, with what caused it. execution: the hash of the handle that was the latest then. seed: what the handle is made of.
CREATE TABLE IF NOT EXISTS outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  history_id bigint NOT NULL REFERENCES history,
  request_id bigint NOT NULL,
  task text NOT NULL,
  execution text,
  seed text,
  due_at timestamptz NOT NULL,
  tries integer NOT NULL DEFAULT 0,
  done_at timestamptz,
  UNIQUE (history_id, task)
);
CREATE INDEX IF NOT EXISTS outbox_due ON outbox (due_at) WHERE done_at IS NULL;

COMMIT;
`;
