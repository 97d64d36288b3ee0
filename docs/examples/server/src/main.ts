import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pino } from "pino";
import { openDatabase } from "./storage/database.js";
import { readEnvironment } from "./environment.js";
import { createHandles, random, MIN_KEY } from "./lifecycle/handles.js";
import { StartupError, exitWithError } from "./startup-error.js";
import { startServer } from "./server.js";

/** Reads the environment, starts the server, and says where it is. The log goes to standard error. */

const MAX_STOP_MS = 15_000;

/** What handles are made with: every server of one database needs the same. The embedded database has one server. */
function keyIn(folder: string): string {
  const file = join(folder, "handle.key");
  if (!existsSync(file)) {
    // Whole or not at all: with half a key anybody could make the handles.
    writeFileSync(`${file}.new`, random(), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  const key = readFileSync(file, "utf8");
  if (Buffer.byteLength(key) >= MIN_KEY) return key;
  const advice = "Restore it, or remove it: jobs that are still to be called cannot report then.";
  throw new StartupError(`${MIN_KEY} bytes or more in ${file}`, "fewer", advice);
}

async function start() {
  const env = readEnvironment(process.env);
  const log = pino({ level: env.LOG_LEVEL, base: { pid: process.pid } }, pino.destination(2));
  const connections = env.DATABASE_CONNECTIONS;
  const database = await openDatabase({ url: env.DATABASE_URL, folder: env.DATA_DIR, connections }, log);
  try {
    const server = await startServer({
      database,
      // The folder is this server's alone now.
      handles: createHandles(env.HANDLE_KEY || keyIn(env.DATA_DIR)),
      log,
      operatorToken: env.OPERATOR_TOKEN,
      host: env.HOST,
      port: env.PORT,
      publicUrl: env.PUBLIC_URL,
      pollMs: env.POLL_MS,
    });
    return { env, log, server };
  } catch (error) {
    await database.close();
    throw error;
  }
}
const { env, log, server } = await start().catch(exitWithError);

const type = "-H 'Content-Type: application/json'";
console.log(`Listening on ${server.url}, with ${env.DATABASE_URL ? "PostgreSQL" : `PGlite in ${env.DATA_DIR}`}. Operations: ${server.url}/openapi.json
Paste this: it submits a request, starts it, which gives the handle, reports for it as its job would, and ends its post-processing.

  requests=${server.requestsUrl} operator='Authorization: Bearer ${env.OPERATOR_TOKEN}' id=$(date +%s)
  curl -sw '\\n' $requests -H "$operator" ${type} -d "{\\"requestId\\":\\"$id\\",\\"automatic\\":false}"
  handle=$(curl -s -X POST -H "$operator" $requests/$id/dispatch $requests/$id/start | grep -o '"requestHandle":"[^"]*"')
  curl -sw '\\n' $requests/$id/executionStatus ${type} -d "{$handle,\\"status\\":\\"SUCCESS\\"}"
  curl -sw '\\n' $requests/$id/postProcessed -H "$operator" ${type} -d '{"result":"PROCEED"}'
  curl -sw '\\n' $requests/$id -H "$operator"
`);
log.info({ url: server.url }, "listening");

async function stop(signal: NodeJS.Signals) {
  log.info({ signal }, "stopping");
  setTimeout(() => process.exit(1), MAX_STOP_MS).unref();
  await server.stop();
}
process.once("SIGTERM", stop);
process.once("SIGINT", stop);
