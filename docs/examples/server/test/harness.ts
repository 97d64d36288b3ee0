import { rmSync } from "node:fs";
import { pino } from "pino";
import { createHandles } from "../src/lifecycle/handles.js";
import { type ServerOptions, startServer } from "../src/server.js";
import { openDatabase } from "../src/storage/database.js";
import type { Database } from "../src/storage/sql.js";
import { clientFor, TOKEN } from "./client.js";
import { newDataFolder } from "./data-folders.js";
import { createDatabase } from "./postgres.js";

/** A server in this process, on an empty database: of PostgreSQL at DATABASE_URL, otherwise of PGlite in a folder. */

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
  const server = process.env.DATABASE_URL;
  const url = server && !options.database ? await createDatabase(server) : undefined;
  const folder = options.database || url ? "" : await newDataFolder();
  const database = options.database ?? (await openDatabase({ url, folder, connections: 10 }, log));
  const handles = createHandles("a key for the tests");
  const common = { database, handles, operatorToken: TOKEN, log, host: "127.0.0.1", port: 0, graceMs: 1_000 };
  const quick = { pollMs: 20, patience: { maxCalls: 5, firstPauseSeconds: 0.02 } };
  const started = await startServer({ ...common, jobNetworks: LOOPBACK, ...quick, ...options });
  const client = clientFor(started.requestsUrl);
  return {
    client,
    database,
    url: started.url,
    lines,
    async stop() {
      client.close();
      await started.stop();
      if (folder !== "") rmSync(folder, { recursive: true });
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
