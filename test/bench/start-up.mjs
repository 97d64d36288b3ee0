import { readFileSync } from "node:fs";
import vm from "node:vm";

/** One import, or one making of the table, in a process that has done nothing before; plain JavaScript, as a loader would be measured too. */

const MEASUREMENTS = { imported, tableMade };

/** Milliseconds to find, read, compile and evaluate a module and what it imports. */
async function imported(name) {
  const begin = performance.now();
  await import(name);
  return performance.now() - begin;
}

/**
 * Milliseconds to evaluate the module that makes the table from the chart, when everything is read and compiled and all that it
 * imports has been evaluated.
 */
async function tableMade(url) {
  const modules = new Map();
  const load = (identifier) => {
    if (!modules.has(identifier)) {
      modules.set(identifier, new vm.SourceTextModule(readFileSync(new URL(identifier), "utf8"), { identifier }));
    }
    return modules.get(identifier);
  };
  const resolved = (specifier) => load(new URL(specifier, url).href);
  const table = load(url);
  await table.link(resolved);
  for (const specifier of table.dependencySpecifiers) await resolved(specifier).evaluate();
  const begin = performance.now();
  await table.evaluate();
  return performance.now() - begin;
}

const [what, module] = process.argv.slice(2);
process.send({ milliseconds: await MEASUREMENTS[what](module) });
