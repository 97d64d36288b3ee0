import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import pg from "pg";
import type { Logger } from "pino";
import { SCHEMA } from "./schema.js";

/** As much of a database as the server needs. Each statement is a transaction of its own: none is left open between two. */
export interface Database {
  query<Row>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

/** The database cannot be reached, or went away before it answered. What was sent may be sent again. */
export class DatabaseAway extends Error {
  override name = "DatabaseAway";
}

/** Classes of SQLSTATE: connection exceptions, insufficient resources, operator intervention. */
const AWAY_STATES = /^(08|53|57)/;
const AWAY_ERRORS = /^(ECONN|EPIPE|ENOTFOUND|EAI_|ETIMEDOUT|EHOSTUNREACH|ENOENT)/;
const AWAY_MESSAGES = /connection terminated|timeout exceeded|query read timeout|not queryable/i;

function isAway(error: unknown): boolean {
  const { code = "", message = "" } = error as { code?: string; message?: string };
  return AWAY_STATES.test(code) || AWAY_ERRORS.test(code) || AWAY_MESSAGES.test(message);
}

/** PostgreSQL at the address, or else PGlite in the folder. */
export async function openDatabase(
  options: { url?: string | undefined; folder: string; connections: number },
  log: Logger,
) {
  const database = options.url
    ? openPostgres(options.url, options.connections, log)
    : await openEmbedded(options.folder);
  await database.run(SCHEMA);
  return database;
}

function openPostgres(connectionString: string, max: number, log: Logger) {
  const pool = new pg.Pool({
    connectionString,
    max,
    connectionTimeoutMillis: 3_000,
    query_timeout: 10_000,
    statement_timeout: 8_000,
    idleTimeoutMillis: 30_000,
  });
  // Without a listener, a connection that breaks while idle would end the process.
  pool.on("error", (error) => log.warn({ error: error.name }, "an idle connection to the database broke"));
  const names = new Map<string, string>();
  const nameOf = (sql: string) => names.get(sql) ?? names.set(sql, `s${names.size}`).get(sql);

  async function tried<Value>(work: Promise<Value>): Promise<Value> {
    try {
      return await work;
    } catch (error) {
      throw isAway(error) ? new DatabaseAway("The database is away.", { cause: error }) : error;
    }
  }
  return {
    // A named statement is parsed once for each connection.
    query: async <Row>(sql: string, values: readonly unknown[] = []) =>
      (await tried(pool.query({ name: nameOf(sql) as string, text: sql, values: [...values] }))).rows as Row[],
    run: (script: string) => tried(pool.query(script)),
    close: () => pool.end(),
  };
}

async function openEmbedded(folder: string) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const database = await PGlite.create(join(folder, "pgdata"));
  return {
    query: async <Row>(sql: string, values: readonly unknown[] = []) =>
      (await database.query<Row>(sql, [...values])).rows,
    run: (script: string) => database.exec(script),
    close: () => database.close(),
  };
}
