import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * `npm run mutation`: Stryker changes one thing in src/ at a time, and a test must fail. Paths of source files restrict
 * the run: `npm run mutation -- src/http/response.ts`.
 *
 * Stryker does not mutate `as const` expressions, because the types could break. Types are not checked here, so a copy
 * of the project without these two words is mutated: otherwise the statechart would have no mutants.
 */

const root = join(import.meta.dirname, "../..");
const copy = mkdtempSync(join(tmpdir(), "mutation-"));
const files = process.argv.slice(2);

try {
  for (const part of ["src", "test", "docs", "package.json", "tsconfig.json", "README.md", "CHANGELOG.md"])
    cpSync(join(root, part), join(copy, part), { recursive: true, filter: (path) => !path.includes("node_modules") });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  for (const entry of readdirSync(join(copy, "src"), { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) writeFileSync(path, readFileSync(path, "utf8").replaceAll(" as const", ""));
  }
  // The threshold applies only to runs over all of src/.
  const config = JSON.parse(readFileSync(join(import.meta.dirname, "stryker.json"), "utf8"));
  if (files.length > 0) Object.assign(config, { mutate: files, thresholds: { ...config.thresholds, break: null } });
  writeFileSync(join(copy, "stryker.json"), JSON.stringify(config));
  const stryker = join(root, "node_modules/.bin/stryker");
  process.exitCode = spawnSync(stryker, ["run", "stryker.json"], { cwd: copy, stdio: "inherit" }).status ?? 1;
} finally {
  rmSync(copy, { recursive: true });
}
