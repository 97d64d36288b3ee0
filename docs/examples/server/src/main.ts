import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pino } from "pino";
import { openDatabase } from "./database.js";
import { handlesFrom } from "./handles.js";
import { startServer } from "./server.js";

/** Reads the environment, starts the server, and says where it is. The log goes to standard error. */

const {
  DATABASE_URL,
  OPERATOR_TOKEN,
  PUBLIC_URL,
  HOST = "127.0.0.1",
  DATA_DIR = "data",
  LOG_LEVEL = "info",
} = process.env;
const LONGEST_STOP_MS = 15_000;

/** What handles are made with: every server of one database needs the same. The embedded database has one server. */
function handleKey(): string {
  if (process.env.HANDLE_KEY) return process.env.HANDLE_KEY;
  if (DATABASE_URL)
    throw new Error("With DATABASE_URL, set HANDLE_KEY too: a long random text, the same for every server.");
  const file = join(DATA_DIR, "handle.key");
  mkdirSync(DATA_DIR, { recursive: true, mode: 0o700 });
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString("base64url"), { mode: 0o600 });
  return readFileSync(file, "utf8");
}

const log = pino({ level: LOG_LEVEL, base: { pid: process.pid } }, pino.destination(2));
const operatorToken = OPERATOR_TOKEN ?? randomBytes(24).toString("base64url");
const handles = handlesFrom(handleKey());
const connections = Number(process.env.DATABASE_CONNECTIONS ?? 10);
const database = await openDatabase({ url: DATABASE_URL, folder: DATA_DIR, connections }, log);
const port = Number(process.env.PORT ?? 8080);
const pollMs = Number(process.env.POLL_MS ?? 200);
const server = await startServer({
  database,
  handles,
  operatorToken,
  log,
  host: HOST,
  port,
  publicUrl: PUBLIC_URL,
  pollMs,
});

console.log(`Listening on ${server.url}, with ${DATABASE_URL ? "PostgreSQL" : `PGlite in ${DATA_DIR}`}. Operations: ${server.url}/openapi.json
Submit, start (it gives the handle) and report:
  curl -s ${server.requestsUrl} -H 'Authorization: Bearer ${operatorToken}' -H 'Content-Type: application/json' -d '{"requestId":"101"}'
  curl -s -X POST ${server.requestsUrl}/101/start -H 'Authorization: Bearer ${operatorToken}'
  curl -s ${server.requestsUrl}/101/executionStatus -H 'Content-Type: application/json' -d '{"requestHandle":"…","status":"SUCCESS"}'`);

async function stop(signal: NodeJS.Signals) {
  log.info({ signal }, "stopping");
  setTimeout(() => process.exit(1), LONGEST_STOP_MS).unref();
  await server.stop();
}
process.once("SIGTERM", stop);
process.once("SIGINT", stop);
