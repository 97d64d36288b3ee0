import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { NO_FSYNC, startPostgres } from "./postgres.js";
import { FOLDER } from "./processes.js";

/**
 * All tests on PostgreSQL; on PGlite those of the worker, of starting and of kill -9. `npm test -- pglite` runs the whole
 * suite on PGlite, `npm test -- postgres` runs only PostgreSQL's. Without PostgreSQL's programs the run fails: nothing
 * is skipped.
 */

const SUITE = ["conformance", "endpoint", "openapi", "client", "http", "history", "worker", "calls", "job-calls"];
const EMBEDDED = ["embedded", "start"];
const [part] = process.argv.slice(2);

/** Each file has a database of its own, so two run at the same time. Prints the results at the end of the run. */
async function run(title: string, names: readonly string[], env: Record<string, string>): Promise<void> {
  const files = names.map((name) => `test/${name}.test.ts`);
  const args = ["--import", "tsx", "--test", "--test-reporter=spec", "--test-concurrency=2", ...files];
  const options = { cwd: FOLDER, env: { ...process.env, ...env } };
  const child = spawn(process.execPath, args, { ...options, stdio: ["ignore", "pipe", "inherit"] });
  const [results, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
  console.log(`\n${title}\n${results}`);
  if (code !== 0) throw new Error(`${title}: failed.`);
}

const onPglite = () =>
  run("On PGlite", [...EMBEDDED, ...(part === "pglite" ? SUITE : ["worker"])], { DATABASE_URL: "" });

async function onPostgres() {
  const postgres = await startPostgres(NO_FSYNC);
  try {
    await run("On PostgreSQL", [...SUITE, "migrate"], { DATABASE_URL: postgres.url });
  } finally {
    await postgres.stop();
  }
}

// The race mostly waits, for leases and for servers that restart, so it runs beside the others.
const race = part === "pglite" ? [] : [run("Many servers on one PostgreSQL", ["race"], {})];
const inTurn = async () => {
  if (part !== "postgres") await onPglite();
  if (part !== "pglite") await onPostgres();
};
for (const result of await Promise.allSettled([inTurn(), ...race])) {
  if (result.status === "rejected") throw result.reason;
}
