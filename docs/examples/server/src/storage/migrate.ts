import { StartupError } from "../errors.js";
import { MIGRATIONS } from "./schema.js";
import { type Queries, sql } from "./sql.js";

/** Brings the schema to the latest version, inside the caller's transaction. Servers that start together wait here. */
export async function migrate({ query, script }: Queries, migrations: readonly string[] = MIGRATIONS): Promise<void> {
  await query(sql`SELECT pg_advisory_xact_lock(4519)`);
  await script("CREATE TABLE IF NOT EXISTS schema_version (version integer NOT NULL)");
  const [row] = await query<{ version: number }>(sql`SELECT version FROM schema_version`);
  const { version } = row ?? { version: 0 };
  if (version > migrations.length) {
    const versions = `The database has schema version ${version}, but this server knows only ${migrations.length}.`;
    throw new StartupError(`${versions} Start a newer server, or use another database.`);
  }
  if (version === migrations.length) return;
  for (const migration of migrations.slice(version)) await script(migration);
  await script(`DELETE FROM schema_version; INSERT INTO schema_version VALUES (${migrations.length})`);
}
