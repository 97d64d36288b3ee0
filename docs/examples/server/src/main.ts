import { pino } from "pino";
import { readEnvironment } from "./environment.js";
import { codeOf, exitWithError } from "./errors.js";
import { createHandles } from "./lifecycle/handles.js";
import { startServer } from "./server.js";
import { readOrMakeKey } from "./storage/data-folder.js";
import { openDatabase } from "./storage/database.js";

/** Reads the environment, starts the server, and prints where it is. The log goes to standard error. */

/** For the end of a stop, after its grace period: running statements, and closing the database. */
const MAX_CLOSING_MS = 15_000;

async function start() {
  const env = readEnvironment(process.env);
  const log = pino({ level: env.LOG_LEVEL, base: { pid: process.pid } }, pino.destination(2));
  const { DATABASE_URL: url, DATA_DIR: folder, DATABASE_CONNECTIONS: connections } = env;
  const database = await openDatabase({ url, folder, connections }, log);
  try {
    const server = await startServer({
      database,
      handles: createHandles(env.HANDLE_KEY ?? readOrMakeKey(folder)),
      log,
      operatorToken: env.OPERATOR_TOKEN,
      host: env.HOST,
      port: env.PORT,
      publicUrl: env.PUBLIC_URL,
      jobNetworks: env.JOB_NETWORKS,
      pollMs: env.POLL_MS,
      graceMs: env.STOP_SECONDS * 1_000,
    });
    return { env, log, server };
  } catch (error) {
    await database.close();
    throw error;
  }
}
const { env, log, server } = await start().catch(exitWithError);

// A token that was set is not printed: standard output often ends in a log.
const token = process.env.OPERATOR_TOKEN ? "$OPERATOR_TOKEN" : env.OPERATOR_TOKEN;
const type = "-H 'Content-Type: application/json'";
const database = env.DATABASE_URL ? "PostgreSQL" : `PGlite in ${env.DATA_DIR}`;
console.log(`Listening on ${server.url}, with ${database}. Operations: ${server.url}/openapi.json
Paste this: it submits a request, starts it, reports for it as its job would, and completes its post-processing.

  requests=${server.requestsUrl} operator="Authorization: Bearer ${token}" id=$(date +%s)
  curl -sw '\\n' $requests -H "$operator" ${type} -d "{\\"requestId\\":\\"$id\\",\\"automatic\\":false}"
  curl -s -X POST -H "$operator" $requests/$id/dispatch > /dev/null
  handle=$(curl -s -X POST -H "$operator" $requests/$id/start | grep -o '"requestHandle":"[^"]*"')
  curl -sw '\\n' $requests/$id/executionStatus ${type} -d "{$handle,\\"status\\":\\"SUCCESS\\"}"
  curl -sw '\\n' $requests/$id/postProcessed -H "$operator" ${type} -d '{"result":"PROCEED"}'
  curl -sw '\\n' $requests/$id -H "$operator"
`);
log.info({ url: server.url }, "listening");

async function stop(signal: NodeJS.Signals) {
  log.info({ signal }, "stopping");
  setTimeout(() => process.exit(1), env.STOP_SECONDS * 1_000 + MAX_CLOSING_MS).unref();
  await server.stop().catch((error) => {
    log.error({ error: error.name, code: codeOf(error) }, "stopping failed");
    process.exitCode = 1;
  });
}
process.once("SIGTERM", stop);
process.once("SIGINT", stop);
