import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import pg from "pg";
import type { Logger } from "pino";
import { lockFolder } from "./folder-lock.js";
import { StartupError } from "../startup-error.js";
import { SCHEMA } from "./schema.js";

/** A statement as both databases take it: the text with $1, $2, … and the values for them. */
export interface Statement {
  readonly text: string;
  readonly values: unknown[];
}

/** A statement of which each value stands where it is used. */
export const sql = (parts: TemplateStringsArray, ...values: unknown[]): Statement => ({
  text: parts.reduce((text, part, n) => `${text}$${n}${part}`),
  values,
});

/** As much of a database as the server needs. Each statement is a transaction of its own: none is left open between two. */
export interface Database {
  query<Row>(statement: Statement): Promise<Row[]>;
  close(): Promise<void>;
}

/** The database cannot be reached, or went away before it answered. What was sent may be sent again. */
export class DatabaseUnavailableError extends Error {
  override name = "DatabaseUnavailableError";
}

/** What PostgreSQL did not say itself; and of what it said connection exceptions, insufficient resources, operator intervention. */
const isAway = (error: unknown): boolean =>
  !(error instanceof pg.DatabaseError) || /^(08|53|57)/.test(error.code ?? "");

/** PostgreSQL at the address, or else PGlite in the folder. */
export const openDatabase = (
  options: { url?: string | undefined; folder: string; connections: number },
  log: Logger,
) => (options.url ? openPostgres(options.url, options.connections, log) : openEmbedded(options.folder));

async function openPostgres(connectionString: string, max: number, log: Logger): Promise<Database> {
  const timeouts = { connectionTimeoutMillis: 3_000, statement_timeout: 8_000, query_timeout: 10_000 };
  const pool = new pg.Pool({ connectionString, max, ...timeouts });
  // Without a listener, a connection that breaks while idle would end the process.
  pool.on("error", (error) => log.warn({ error: error.name }, "an idle connection to the database broke"));
  await pool.query(SCHEMA).catch(async (error) => {
    await pool.end();
    // Nothing of the address is told: a password may be in it.
    throw isAway(error)
      ? new StartupError("a PostgreSQL at DATABASE_URL", "that it cannot be reached", "Start it, or correct the address.")
      : new StartupError("to use the database", `that PostgreSQL refuses (${error.message})`, "Correct DATABASE_URL.");
  });
  // A named statement is parsed once for each connection.
  const nameOf = (text: string) => createHash("sha256").update(text).digest("base64url");
  return {
    query: async (statement) => {
      try {
        return (await pool.query({ name: nameOf(statement.text), ...statement })).rows;
      } catch (error) {
        throw isAway(error) ? new DatabaseUnavailableError("The database is away.", { cause: error }) : error;
      }
    },
    close: () => pool.end(),
  };
}

async function openEmbedded(folder: string): Promise<Database> {
  makeFolder(folder);
  const unlock = await lockFolder(folder);
  const database = await PGlite.create(join(folder, "pgdata"));
  await database.exec(SCHEMA);
  return {
    query: async <Row>({ text, values }: Statement) => (await database.query<Row>(text, values)).rows,
    close: async () => {
      await database.close();
      unlock();
    },
  };
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    const found = `that it cannot be made (${(error as NodeJS.ErrnoException).code})`;
    throw new StartupError(`${folder} to be a folder`, found, "Set DATA_DIR to another.");
  }
}
