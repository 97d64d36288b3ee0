import { spawn } from "node:child_process";
import { once } from "node:events";
import { NO_FSYNC, startPostgres } from "./postgres.js";
import { FOLDER } from "./processes.js";

/**
 * The tests on PostgreSQL and, of those that are about both databases, some on PGlite. `npm test -- pglite` runs all of
 * them on PGlite, `npm test -- postgres` all on PostgreSQL. Without PostgreSQL's programs the run fails: nothing is
 * skipped.
 */

const SUITE = ["conformance", "endpoint", "openapi", "client", "http", "history", "worker", "calls", "job-calls"];
const EMBEDDED = ["embedded", "start"];
const [part] = process.argv.slice(2);

/** Each file has a database of its own, so two run at the same time. */
async function run(title: string, names: readonly string[], env: Record<string, string>): Promise<void> {
  console.log(`\n${title}`);
  const files = names.map((name) => `test/${name}.test.ts`);
  const args = ["--import", "tsx", "--test", "--test-reporter=spec", "--test-concurrency=2", ...files];
  const child = spawn(process.execPath, args, { cwd: FOLDER, stdio: "inherit", env: { ...process.env, ...env } });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`${title}: failed.`);
}

if (part !== "postgres") {
  const names = part === "pglite" ? SUITE : ["endpoint", "worker"];
  await run("On PGlite", [...EMBEDDED, ...names], { DATABASE_URL: "" });
}
if (part !== "pglite") {
  const postgres = await startPostgres(NO_FSYNC);
  try {
    await run("On PostgreSQL", [...SUITE, "migrate"], { DATABASE_URL: postgres.url });
  } finally {
    await postgres.stop();
  }
  await run("Many servers on one PostgreSQL", ["race"], {});
}
