import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { createHandles } from "../src/lifecycle/handles.js";
import { type ServerOptions, startServer } from "../src/server.js";
import { openDatabase } from "../src/storage/database.js";
import type { Database } from "../src/storage/sql.js";
import { clientFor, TOKEN } from "./client.js";

/** A server in this process, on the database of the run: PostgreSQL at DATABASE_URL, otherwise PGlite in a folder. */

export interface Harness {
  readonly client: ReturnType<typeof clientFor>;
  readonly database: Database;
  readonly url: string;
  /** Every line of the log. */
  readonly lines: string[];
  stop(): Promise<void>;
}

export async function serve(options: Partial<ServerOptions> = {}): Promise<Harness> {
  const lines: string[] = [];
  const log = pino({ level: "debug" }, { write: (line: string) => void lines.push(line) });
  const folder = mkdtempSync(join(tmpdir(), "ess-server-"));
  const database =
    options.database ?? (await openDatabase({ url: process.env.DATABASE_URL, folder, connections: 10 }, log));
  const handles = createHandles("a key for the tests");
  const common = { database, handles, operatorToken: TOKEN, log, host: "127.0.0.1", port: 0, graceMs: 1_000 };
  const quick = { pollMs: 20, patience: { maxCalls: 5, firstPauseSeconds: 0.02 } };
  const server = await startServer({ ...common, jobNetworks: LOOPBACK, ...quick, ...options });
  const client = clientFor(server.requestsUrl);
  return {
    client,
    database,
    url: server.url,
    lines,
    async stop() {
      client.close();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The jobs of the tests. */
export const LOOPBACK = "*, 127.0.0.0/8, ::1";

let lastId = BigInt(Date.now()) * 1_000_000n;
/** Ids that no other test uses, beyond 2^53 and within int64. */
export function newId(): string {
  lastId += 1n;
  return String(lastId);
}
