/**
 * The tables, as numbered migrations: the first makes them, later ones change them. Append, never edit. PGlite and
 * PostgreSQL run the same. `json` and not `jsonb`: a job's text may contain what `jsonb` refuses (a NUL, half a
 * surrogate pair), and must come back unchanged.
 */
export const MIGRATIONS: readonly string[] = [
  `
-- The library's record of a request, with the SHA-256 of each handle in place of the handle.
CREATE TABLE request (
  request_id bigint PRIMARY KEY,
  state text NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  record json NOT NULL,
  settings json NOT NULL,
  submitted_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX request_by_state ON request (state, request_id);
CREATE SEQUENCE request_ids START 1001;

-- Audit entries: every command with its outcome, in the order of application. What was accepted has the version that it
-- made; what was ignored or rejected has the version that it was applied to. A command that is repeated without effect
-- is counted, not stored again: count and last_at are of its repetitions.
CREATE TABLE history (
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
  explanation text NOT NULL,
  count integer NOT NULL DEFAULT 1,
  last_at timestamptz
);
CREATE INDEX history_of_request ON history (request_id, id);
CREATE UNIQUE INDEX history_without_effect ON history (request_id, version, name, reason)
  WHERE kind IN ('ignored', 'rejected');

-- The transactional outbox: pending effects and events, each with the audit entry that caused it.
-- execution: hash of the handle that was the latest then. seed: what that handle is made of. host: what has to be
-- called; null for work that needs no call. since: when due_at was set. failures: how many of the tries certainly had no
-- effect.
CREATE TABLE outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  history_id bigint NOT NULL REFERENCES history,
  request_id bigint NOT NULL,
  task text NOT NULL,
  execution text,
  seed text,
  host text,
  due_at timestamptz NOT NULL,
  since timestamptz NOT NULL DEFAULT now(),
  tries integer NOT NULL DEFAULT 0,
  failures integer NOT NULL DEFAULT 0,
  problem text,
  done_at timestamptz,
  UNIQUE (history_id, task)
);
CREATE INDEX outbox_due ON outbox (due_at) WHERE done_at IS NULL AND host IS NULL;
CREATE INDEX outbox_calls ON outbox (host, due_at) WHERE done_at IS NULL AND host IS NOT NULL;
CREATE INDEX outbox_done ON outbox (done_at) WHERE done_at IS NOT NULL;
`,
];
