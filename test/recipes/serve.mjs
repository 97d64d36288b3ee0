import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { install, root } from "../package/consumers.mjs";
import { probe } from "./probes.mjs";

/** Installs recipes and starts them. */

export const SOURCES = join(root, "docs/examples/recipes");

/** Creates a folder with the package, the recipes, and the packages that they need. */
export async function installRecipes(workplace, recipes, ...packages) {
  const needed = new Set(recipes.flatMap((recipe) => recipe.packages));
  const folder = await install(workplace, "recipes", "--prefer-offline", ...packages, ...needed);
  const manifest = join(folder, "package.json");
  writeFileSync(manifest, JSON.stringify({ ...JSON.parse(readFileSync(manifest, "utf8")), type: "module" }));
  cpSync(SOURCES, folder, { recursive: true });
  return folder;
}

export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** Starts a command that listens on the port, runs the check against it, and ends it. */
export async function withServer(folder, [command, ...args], port, check) {
  const env = { ...process.env, PORT: String(port), NEXT_TELEMETRY_DISABLED: "1", NO_COLOR: "1" };
  // Uses a separate process group, since some commands of npm only start the real server.
  const server = spawn(command, args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  const closed = once(server, "close").catch(() => {});
  let output = "";
  for (const stream of [server.stdout, server.stderr]) {
    stream.on("data", (chunk) => {
      output += chunk;
    });
  }
  try {
    await once(server, "spawn");
    await check(`http://127.0.0.1:${port}`, server);
    if (/made-up|foreign/.test(output)) throw new Error("The log shows a handle.");
  } catch (error) {
    throw new Error(`${error.message}\n${output}`);
  } finally {
    if (server.exitCode === null && server.pid !== undefined) process.kill(-server.pid);
    await closed;
  }
}

export async function checkRecipe(folder, { prepare }) {
  const port = await freePort();
  await withServer(folder, await prepare(folder, port), port, probe);
}
