import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pack } from "../package/consumers.mjs";
import { RECIPES } from "./recipes.mjs";
import { checkRecipe, installRecipes, SOURCES } from "./serve.mjs";

/**
 * `npm run check:recipes` runs every recipe of docs/recipes.md for real: it packs the package, installs it with the
 * frameworks into a temporary folder, compiles each recipe, starts it, and checks its answers. With names
 * (`npm run check:recipes -- hono bun`) it runs only those.
 */

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
    try {
      await checkRecipe(folder, recipe);
      console.log(`runs   ${recipe.name}`);
    } catch (error) {
      process.exitCode = 1;
      console.error(`FAILS  ${recipe.name}: ${error.message}`);
    }
  }
}

const workplace = mkdtempSync(join(tmpdir(), "ess-request-machine-recipes-"));
process.on("exit", () => rmSync(workplace, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
await runAll(workplace);
