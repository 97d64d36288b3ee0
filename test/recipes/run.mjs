import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { install, pack, root } from "../package/consumers.mjs";
import { probe } from "./probes.mjs";
import { RECIPES } from "./recipes.mjs";

/**
 * `npm run check:recipes` runs every recipe of docs/recipes.md for real: it packs the package, installs it with the
 * frameworks into a temporary folder, compiles each recipe, starts it, and checks its answers. With names
 * (`npm run check:recipes -- hono bun`) it runs those alone.
 */

const SOURCES = join(root, "docs/examples/recipes");

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** Installs the package and what the recipes need. */
export async function installRecipes(workplace, recipes, tarball) {
  const packages = new Set(recipes.flatMap(({ packages }) => packages));
  const folder = await install(workplace, "recipes", "--prefer-offline", tarball, ...packages);
  const manifest = join(folder, "package.json");
  writeFileSync(manifest, JSON.stringify({ ...JSON.parse(readFileSync(manifest, "utf8")), type: "module" }));
  cpSync(SOURCES, folder, { recursive: true });
  return folder;
}

export async function checkRecipe(folder, { name, prepare }) {
  const port = await freePort();
  const [command, ...args] = await prepare(folder, port);
  const env = { ...process.env, PORT: String(port), NEXT_TELEMETRY_DISABLED: "1", NO_COLOR: "1" };
  const server = spawn(command, args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  const closed = once(server, "close").catch(() => {});
  let output = "";
  for (const stream of [server.stdout, server.stderr]) stream.on("data", (chunk) => (output += chunk));
  try {
    await once(server, "spawn");
    await probe(`http://127.0.0.1:${port}`, server);
    if (/made-up|foreign/.test(output)) throw new Error("The log shows a handle.");
  } catch (error) {
    throw new Error(`${name}: ${error.message}\n${output}`);
  } finally {
    // The whole group: some commands of npm only start the real server.
    if (server.exitCode === null && server.pid !== undefined) process.kill(-server.pid);
    await closed;
  }
}

function chosenRecipes(names) {
  const files = readdirSync(SOURCES).map((file) => file.replace(/\.ts$/, ""));
  const missing = files.filter((file) => file !== "handler" && !RECIPES.some(({ name }) => name === file));
  if (missing.length > 0) throw new Error(`No recipe runs ${missing.join(", ")}. Add it to RECIPES.`);
  const unknown = names.filter((name) => !files.includes(name));
  if (unknown.length > 0) throw new Error(`There is no recipe ${unknown.join(", ")}.`);
  return names.length === 0 ? RECIPES : RECIPES.filter(({ name }) => names.includes(name));
}

async function runAll(workplace) {
  const recipes = chosenRecipes(process.argv.slice(2));
  const { tarball } = await pack(workplace);
  const folder = await installRecipes(workplace, recipes, tarball);
  for (const recipe of recipes) {
    await checkRecipe(folder, recipe).then(
      () => console.log(`runs   ${recipe.name}`),
      (error) => {
        process.exitCode = 1;
        console.error(`FAILS  ${error.message}`);
      },
    );
  }
}

const workplace = mkdtempSync(join(tmpdir(), "ess-request-machine-recipes-"));
process.on("exit", () => rmSync(workplace, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
await runAll(workplace);
