import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { NO_FSYNC, startPostgres } from "./postgres.js";

/**
 * The same tests on PGlite and on PostgreSQL, then those that need several servers. `npm test -- pglite` and
 * `npm test -- postgres` run one part. Without PostgreSQL's programs the run fails: nothing is skipped.
 */

const SUITE = ["endpoint", "openapi", "client", "http", "history", "worker", "calls", "job-calls", "conformance"];
const folder = fileURLToPath(new URL("..", import.meta.url));
const [part] = process.argv.slice(2);

async function run(title: string, names: readonly string[], env: Record<string, string>): Promise<void> {
  console.log(`\n${title}`);
  const files = names.map((name) => `test/${name}.test.ts`);
  const args = ["--import", "tsx", "--test", "--test-reporter=spec", "--test-concurrency=1", ...files];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: "inherit", env: { ...process.env, ...env } });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`${title}: failed.`);
}

if (part === undefined || part === "pglite") {
  await run("On PGlite", [...SUITE, "migrate", "embedded", "start"], { DATABASE_URL: "" });
}
if (part === undefined || part === "postgres") {
  const postgres = await startPostgres(NO_FSYNC);
  try {
    await run("On PostgreSQL", SUITE, { DATABASE_URL: postgres.url });
  } finally {
    await postgres.stop();
  }
  await run("Many servers on one PostgreSQL", ["race"], {});
}
