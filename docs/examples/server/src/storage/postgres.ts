import { createHash } from "node:crypto";
import { StoreUnavailableError } from "ess-request-machine/fetch";
import pg from "pg";
import type { Logger } from "pino";
import { codeOf, StartupError } from "../errors.js";
import { migrate } from "./migrate.js";
import type { Database, Queries } from "./sql.js";

const CONNECT_TIMEOUT_MS = 3_000;
const TIMEOUTS = { statement_timeout: 8_000, query_timeout: 10_000 };

/**
 * Errors not sent by PostgreSQL; and of its own: connection exceptions, insufficient resources, operator intervention.
 */
const isUnavailable = (error: unknown): boolean =>
  !(error instanceof pg.DatabaseError) || /^(08|53|57)/.test(error.code ?? "");

function rethrow(error: unknown): never {
  throw isUnavailable(error) ? new StoreUnavailableError("The database is unavailable.", { cause: error }) : error;
}

/** PostgreSQL parses a named statement once per connection. */
const nameOf = (text: string) => createHash("sha256").update(text).digest("base64url");

const queriesOf = (client: pg.Pool | pg.ClientBase): Queries => ({
  query: async ({ text, values }) => (await client.query({ name: nameOf(text), text, values }).catch(rethrow)).rows,
  script: (text) => client.query(text).catch(rethrow),
});

async function inTransaction<Result>(client: pg.ClientBase, work: (queries: Queries) => Promise<Result>) {
  const queries = queriesOf(client);
  await queries.script("BEGIN");
  try {
    const result = await work(queries);
    await queries.script("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  }
}

export async function openPostgres(connectionString: string, max: number, log: Logger): Promise<Database> {
  await migratePostgres(connectionString);
  const options = { connectionString, max, connectionTimeoutMillis: CONNECT_TIMEOUT_MS, ...TIMEOUTS };
  const pool = new pg.Pool(options);
  // Without listeners, a broken connection would end the process.
  pool.on("error", (error) => log.warn({ code: codeOf(error) }, "an idle database connection broke"));
  pool.on("connect", (client) => client.on("error", () => {}));
  return {
    ...queriesOf(pool),
    async transaction(work) {
      const client = await pool.connect().catch(rethrow);
      try {
        const result = await inTransaction(client, work);
        client.release();
        return result;
      } catch (error) {
        client.release(error instanceof StoreUnavailableError);
        throw error;
      }
    },
    close: () => pool.end(),
  };
}

/** On a connection of its own, because a migration may take longer than any other statement. */
async function migratePostgres(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  client.on("error", () => {});
  try {
    await client.connect();
    await inTransaction(client, (queries) => migrate(queries));
  } catch (error) {
    if (error instanceof StartupError) throw error;
    // The messages do not contain the address, which may have a password.
    const code = codeOf(error) ?? "no error code";
    throw isUnavailable(error)
      ? new StartupError(`PostgreSQL at DATABASE_URL cannot be reached (${code}). Start it, or correct the address.`)
      : new StartupError(`PostgreSQL refused (${code}: ${(error as Error).message}). Correct DATABASE_URL.`);
  } finally {
    await client.end().catch(() => {});
  }
}
