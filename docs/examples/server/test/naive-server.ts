import { pino } from "pino";
import { type Database, openDatabase } from "../src/database.js";
import { handlesFrom } from "../src/handles.js";
import { startServer } from "../src/server.js";
import { TOKEN } from "./client.js";

/** The server with a write that does not look at the version it read: what a race must find out. */

const log = pino({ level: "silent" });
const { query, close } = await openDatabase({ url: process.env.DATABASE_URL, folder: "", connections: 10 }, log);
const naive: Database = {
  query: (sql, values) =>
    query(sql.replace("request_id = $1 AND version = $2", "request_id = $1 AND $2::bigint IS NOT NULL"), values),
  close,
};
const handles = handlesFrom("a key for tests");
const server = await startServer({
  database: naive,
  handles,
  operatorToken: TOKEN,
  log,
  host: "127.0.0.1",
  port: 0,
  pollMs: 20,
});
console.log(`Listening on ${server.url}, naively`);
process.once("SIGTERM", () => server.stop());
