import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pino } from "pino";
import { z } from "zod";
import { openDatabase } from "./database.js";
import { handlesFrom } from "./handles.js";
import { Refusal, refuse } from "./refusal.js";
import { startServer } from "./server.js";

/** Reads the environment, starts the server, and says where it is. The log goes to standard error. */

const random = () => randomBytes(32).toString("base64url");
const LONGEST_STOP_MS = 15_000;

const SHORTEST_KEY = 16;

const environment = z
  .object({
    HOST: z.string().default("127.0.0.1"),
    PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
    PUBLIC_URL: z.url().optional(),
    OPERATOR_TOKEN: z.string().min(1, "set it to a secret, or leave it out for a random one").default(random),
    DATABASE_URL: z.string().optional(),
    DATABASE_CONNECTIONS: z.coerce.number().int().min(1).default(10),
    DATA_DIR: z.string().default("data"),
    HANDLE_KEY: z
      .string()
      .refine((key) => key === "" || Buffer.byteLength(key) >= SHORTEST_KEY, `Expected ${SHORTEST_KEY} bytes or more.`)
      .optional(),
    POLL_MS: z.coerce.number().min(0).default(200),
    LOG_LEVEL: z.string().default("info"),
  })
  .refine(({ DATABASE_URL, HANDLE_KEY }) => !DATABASE_URL || HANDLE_KEY, {
    path: ["HANDLE_KEY"],
    error: "beside DATABASE_URL, set it to a long random text, the same for all servers",
  })
  .safeParse(process.env);
if (!environment.success) {
  const faults = environment.error.issues.map(({ path, message }) => `${path.join()}: ${message}`);
  refuse(new Refusal("variables as the README lists them", `faults (${faults.join("; ")})`, "Correct them."));
}
const env = environment.data;

/** What handles are made with: every server of one database needs the same. The embedded database has one server. */
function keyIn(folder: string): string {
  const file = join(folder, "handle.key");
  if (!existsSync(file)) {
    // Whole or not at all: with half a key anybody could make the handles.
    writeFileSync(`${file}.new`, random(), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  const key = readFileSync(file, "utf8");
  if (Buffer.byteLength(key) >= SHORTEST_KEY) return key;
  const advice = "Restore it, or remove it: jobs that are still to be called cannot report then.";
  throw new Refusal(`${SHORTEST_KEY} bytes or more in ${file}`, "fewer", advice);
}

const log = pino({ level: env.LOG_LEVEL, base: { pid: process.pid } }, pino.destination(2));
const connections = env.DATABASE_CONNECTIONS;
const database = await openDatabase({ url: env.DATABASE_URL, folder: env.DATA_DIR, connections }, log).catch(refuse);
async function start() {
  return startServer({
    database,
    // The folder is this server's alone now.
    handles: handlesFrom(env.HANDLE_KEY || keyIn(env.DATA_DIR)),
    log,
    operatorToken: env.OPERATOR_TOKEN,
    host: env.HOST,
    port: env.PORT,
    publicUrl: env.PUBLIC_URL,
    pollMs: env.POLL_MS,
  });
}
const server = await start().catch(async (error) => {
  await database.close();
  return refuse(error);
});

const type = "-H 'Content-Type: application/json'";
console.log(`Listening on ${server.url}, with ${env.DATABASE_URL ? "PostgreSQL" : `PGlite in ${env.DATA_DIR}`}. Operations: ${server.url}/openapi.json
Paste this: it submits a request, starts it, which gives the handle, and reports for it as its job would.

  requests=${server.requestsUrl} operator='Authorization: Bearer ${env.OPERATOR_TOKEN}' id=$(date +%s)
  curl -sw '\\n' $requests -H "$operator" ${type} -d "{\\"requestId\\":\\"$id\\",\\"automatic\\":false}"
  handle=$(curl -s -X POST -H "$operator" $requests/$id/dispatch $requests/$id/start | grep -o '"requestHandle":"[^"]*"')
  curl -sw '\\n' $requests/$id/executionStatus ${type} -d "{$handle,\\"status\\":\\"SUCCESS\\"}"
  curl -sw '\\n' $requests/$id -H "$operator"
`);

async function stop(signal: NodeJS.Signals) {
  log.info({ signal }, "stopping");
  setTimeout(() => process.exit(1), LONGEST_STOP_MS).unref();
  await server.stop();
}
process.once("SIGTERM", stop);
process.once("SIGINT", stop);
