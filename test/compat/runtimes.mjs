import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { compileConsumer, NEWEST_PEERS, PROGRAMS, readPackage, run } from "../package/consumers.mjs";
import { RECIPES, workerdConfig } from "../recipes/recipes.mjs";
import { checkRecipe, freePort, installRecipes, withServer } from "../recipes/serve.mjs";

/** Other runtimes, bundlers, and jest, each with the newest peers. */

const BUNDLERS = ["esbuild", "vite", "webpack"];
const RUNTIMES = ["bun", "deno", "workerd"];
const recipeOf = (name) => RECIPES.find((recipe) => recipe.name === name);

export async function installRuntimes(workplace, tarball) {
  const recipes = RUNTIMES.map(recipeOf);
  const folder = await installRecipes(
    workplace,
    recipes,
    tarball,
    ...NEWEST_PEERS,
    ...BUNDLERS,
    "jest",
    "typescript@5.9",
  );
  await compileConsumer(folder);
  for (const file of ["bundle.mjs", "entries.test.cjs"]) cpSync(join(import.meta.dirname, file), join(folder, file));
  await run(join(folder, "node_modules/bun"), process.execPath, "install.js");
  return folder;
}

export function runtimeCombinations(folder, peers) {
  const rowOf = (name) => `${name} ${readPackage(join(folder, "node_modules", name)).version}`;
  const combination = (name, check) => ({ row: rowOf(name), peers, check: () => check(folder) });
  return [
    combination("bun", (folder) => onRuntime(folder, "bun", "run")),
    combination("deno", (folder) => onRuntime(folder, "deno", "run", "--allow-all")),
    combination("workerd", onWorkerd),
    ...BUNDLERS.map((name) => combination(name, (folder) => bundled(folder, name))),
    combination("jest", inJest),
  ];
}

function expectOutput(expected, found) {
  if (found !== expected) throw new Error(`Expected ${expected.trim()}, but found ${found.trim()}.`);
}

async function onRuntime(folder, name, ...args) {
  const command = join(folder, "node_modules/.bin", name);
  for (const [program, says] of Object.entries(PROGRAMS)) {
    expectOutput(says, await run(folder, command, ...args, program));
  }
  await checkRecipe(folder, recipeOf(name));
  return "runs";
}

const bundle = (folder, bundler, entry, output) => run(folder, process.execPath, "bundle.mjs", bundler, entry, output);

async function bundled(folder, bundler) {
  const output = `bundled-by-${bundler}.mjs`;
  await bundle(folder, bundler, "consumer.mjs", output);
  expectOutput(PROGRAMS["consumer.mjs"], await run(folder, process.execPath, output));
  return "bundles";
}

/** A Worker may draw random numbers only while it handles a request. It then imports the consumer and returns its log. */
const WORKER = `export default {
  async fetch() {
    const logged = new Promise((resolve) => { console.log = resolve; });
    await import("./consumer.mjs");
    return new Response(\`\${await logged}\\n\`);
  },
};
`;

async function onWorkerd(folder) {
  writeFileSync(join(folder, "worker-source.mjs"), WORKER);
  await bundle(folder, "esbuild", "worker-source.mjs", "consumer-worker.mjs");
  const port = await freePort();
  writeFileSync(join(folder, "consumer.capnp"), workerdConfig("consumer-worker.mjs", port));
  const command = ["node_modules/.bin/workerd", "serve", "consumer.capnp"];
  await withServer(folder, command, port, async (origin, server) => {
    let response;
    for (let tries = 0; response === undefined && server.exitCode === null && tries < 300; tries += 1) {
      response = await fetch(origin).catch(() => pause(200));
    }
    expectOutput(PROGRAMS["consumer.mjs"], (await response?.text()) ?? "nothing");
  });
  await checkRecipe(folder, recipeOf("workerd"));
  return "runs";
}

async function inJest(folder) {
  await run(folder, join(folder, "node_modules/.bin/jest"), "--rootDir", folder, "entries.test.cjs");
  return "runs";
}
