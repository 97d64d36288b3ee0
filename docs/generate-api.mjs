import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeApiReference } from "./generate/api-reference.mjs";

/** `npm run docs:api`: writes docs/api. With --check it writes nothing there, and fails if docs/api is stale. */

const PAGES = join(import.meta.dirname, "api");

const pagesIn = (folder) =>
  new Map(
    readdirSync(folder, { recursive: true })
      .filter((path) => path.endsWith(".md"))
      .map((path) => [path, readFileSync(join(folder, path), "utf8")]),
  );

async function check() {
  const folder = mkdtempSync(join(tmpdir(), "api-reference-"));
  try {
    await writeApiReference(folder);
    const [fresh, found] = [pagesIn(folder), pagesIn(PAGES)];
    const stale = [...new Set([...fresh.keys(), ...found.keys()])].filter(
      (path) => fresh.get(path) !== found.get(path),
    );
    if (stale.length > 0) throw new Error(`stale in docs/api: ${stale.join(", ")}. Run npm run docs:api`);
    console.log(`docs/api: ${found.size} pages, up to date`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

await (process.argv.includes("--check") ? check() : writeApiReference(PAGES));
