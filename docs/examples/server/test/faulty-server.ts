import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { pino } from "pino";
import { CALL_LIMITS } from "../src/background/job-call.js";
import { createHandles } from "../src/lifecycle/handles.js";
import { startServer } from "../src/server.js";
import { openDatabase } from "../src/storage/database.js";
import type { Database } from "../src/storage/sql.js";
import { TOKEN } from "./client.js";
import { LOOPBACK } from "./harness.js";

/** The server with short leases, and on demand with a fault that the tests must detect. */

const log = pino({ level: "silent" });
const url = process.env.DATABASE_URL;
const database = await openDatabase({ url, folder: "", connections: 10 }, log);

/** Its write ignores the version that it read: detected by a race. */
const naive: Database = {
  ...database,
  query: ({ text, values }) =>
    database.query({ text: text.replace(/WHERE old\.version = (\$\d+)/, "WHERE $1::bigint IS NOT NULL"), values }),
};

/** It answers first and commits later: detected by a kill or a crash in between. */
const pool = new pg.Pool({ connectionString: url, max: 15 });
pool.on("error", () => {}).on("connect", (client) => client.on("error", () => {}));
const hasty: Database = {
  ...database,
  async query<Row>({ text, values }: { text: string; values: unknown[] }) {
    if (!text.includes("INSERT INTO history")) return database.query<Row>({ text, values });
    const client = await pool.connect();
    await client.query("BEGIN");
    const { rows } = await client.query(text, values);
    const commit = async () => {
      await pause(500);
      await client.query("COMMIT");
    };
    commit().then(
      () => client.release(),
      () => client.release(true),
    );
    return rows as Row[];
  },
};

/** Its leases end immediately, so that another worker claims a task before it is done: detected by counting calls. */
const greedy: Database = {
  ...database,
  query: ({ text, values }) =>
    database.query({ text: text.replace(/(SET tries = tries \+ 1.+interval) '1 second'/, "$1 '0 seconds'"), values }),
};

const faulty = { naive, hasty, greedy }[process.env.FAULT ?? ""] ?? database;
const handles = createHandles("a key for the tests");
const common = { handles, operatorToken: TOKEN, log, host: "127.0.0.1", port: 0, pollMs: 20, jobNetworks: LOOPBACK };
/** What a killed server was doing is soon done by another. */
const leases = { leaseSeconds: 3, callLimits: { ...CALL_LIMITS, connectTimeoutMs: 1_000, answerTimeoutMs: 2_000 } };
const server = await startServer({ ...common, ...leases, graceMs: 2_000, database: faulty });
console.log(`Listening on ${server.url}, for a test`);
process.once("SIGTERM", async () => {
  await server.stop();
  process.exit(0);
});
