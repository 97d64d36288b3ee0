import assert from "node:assert/strict";
import { test } from "node:test";
import { migrate } from "../src/storage/migrate.js";
import { MIGRATIONS } from "../src/storage/schema.js";
import { sql } from "../src/storage/sql.js";
import { serve } from "./harness.js";

test("an older schema is migrated with its data, once; a newer schema is refused", async (t) => {
  const { client, database, stop } = await serve({ pollMs: 0 });
  t.after(stop);
  await client.operate("", { requestId: "7", automatic: false });
  const newer = [...MIGRATIONS, "ALTER TABLE request ADD COLUMN priority integer NOT NULL DEFAULT 3"];
  for (const _ of ["first", "again"]) await database.transaction((queries) => migrate(queries, newer));
  const stored = sql`SELECT request_id::text AS id, priority FROM request`;
  assert.deepEqual(await database.query(stored), [{ id: "7", priority: 3 }]);
  await assert.rejects(
    database.transaction((queries) => migrate(queries)),
    /^StartupError: The database has schema version 2, but this server knows only 1\. Start a newer server/,
  );
});
