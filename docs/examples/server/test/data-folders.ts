import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { FOLDER } from "./processes.js";

/** Data folders with an empty database. PGlite takes seconds to make one, so it is made once and copied. */

const CACHE = join(FOLDER, "node_modules/.pgdata");

async function fillCache(): Promise<void> {
  const made = `${CACHE}.${process.pid}`;
  await (await PGlite.create(made)).close();
  // Another process may have been faster.
  if (existsSync(CACHE)) rmSync(made, { recursive: true });
  else renameSync(made, CACHE);
}

export async function newDataFolder(): Promise<string> {
  if (!existsSync(CACHE)) await fillCache();
  const folder = mkdtempSync(join(tmpdir(), "ess-server-"));
  cpSync(CACHE, join(folder, "pgdata"), { recursive: true });
  return folder;
}
