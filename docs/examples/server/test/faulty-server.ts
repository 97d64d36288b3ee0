import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { pino } from "pino";
import { createHandles } from "../src/lifecycle/handles.js";
import { startServer } from "../src/server.js";
import { openDatabase } from "../src/storage/database.js";
import type { Database } from "../src/storage/sql.js";
import { TOKEN } from "./client.js";

/** The server with a fault that the tests have to find out: what they cannot tell from the real one, they do not test. */

const log = pino({ level: "silent" });
const url = process.env.DATABASE_URL;
const database = await openDatabase({ url, folder: "", connections: 10 }, log);

/** Its write does not look at the version that it read: a race must find out. */
const naive: Database = {
  ...database,
  query: ({ text, values }) =>
    database.query({ text: text.replace(/WHERE old\.version = (\$\d+)/, "WHERE $1::bigint IS NOT NULL"), values }),
};

/** It answers first and commits a while later, which only a kill or a crash in between can find out. */
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

/** Its workers take a task for no time at all, so that another takes it too before it is done. */
const greedy: Database = {
  ...database,
  query: ({ text, values }) =>
    database.query({ text: text.replace(/(SET tries = tries \+ 1.+interval) '1 second'/, "$1 '0 seconds'"), values }),
};

const faulty = { naive, hasty, greedy }[process.env.FAULT ?? ""] ?? database;
const handles = createHandles("a key for the tests");
const common = { handles, operatorToken: TOKEN, log, host: "127.0.0.1", port: 0, pollMs: 20 };
const server = await startServer({ ...common, database: faulty });
console.log(`Listening on ${server.url}, with a fault`);
process.once("SIGTERM", async () => {
  await server.stop();
  process.exit(0);
});
