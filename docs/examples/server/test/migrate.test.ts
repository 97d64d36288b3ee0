import assert from "node:assert/strict";
import { test } from "node:test";
import { PGlite } from "@electric-sql/pglite";
import { migrate } from "../src/storage/migrate.js";
import { MIGRATIONS } from "../src/storage/schema.js";
import type { Queries, Statement } from "../src/storage/sql.js";

/** The schema of an older server is migrated with its data, and that of a newer one is refused. */

function queriesOf(database: PGlite): Queries {
  return {
    query: async <Row>({ text, values }: Statement) => (await database.query<Row>(text, values)).rows,
    script: (text) => database.exec(text),
  };
}

test("tables that an older server made are migrated with their data; a newer schema is refused", async (t) => {
  const database = await PGlite.create();
  t.after(() => database.close());
  const queries = queriesOf(database);
  await queries.script(MIGRATIONS[0]!);
  const settings = JSON.stringify({ automatic: true, job: "http://Job.example:8080/path" });
  const line = "('2', 'SUCCESS', '{}', 'ignored', 'DUPLICATE', 'COMPLETED', 'text')";
  await queries.script(`
    INSERT INTO request (request_id, state, record, settings) VALUES (7, 'RUNNING', '{}', '${settings}');
    INSERT INTO history (version, name, input, kind, reason, to_state, told, request_id)
      SELECT version::bigint, name, input::json, kind, reason, to_state, told, 7
      FROM (VALUES ${line}, ${line}) AS line (version, name, input, kind, reason, to_state, told);
    INSERT INTO outbox (history_id, request_id, task, due_at) SELECT 1, 7, 'invokeJob', now();`);

  await migrate(queries);
  await migrate(queries);
  const { rows } = await database.query(
    "SELECT explanation, count, (SELECT host FROM outbox) FROM history WHERE request_id = 7",
  );
  assert.deepEqual(rows, [{ explanation: "text", count: 1, host: "job.example:8080" }]);
  await assert.rejects(
    migrate(queries, MIGRATIONS.slice(1)),
    /^StartupError: The database has schema version 2, but this server knows only 1\. Start a newer server/,
  );
});
