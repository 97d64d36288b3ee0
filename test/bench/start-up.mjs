import { readFileSync } from "node:fs";
import vm from "node:vm";

/** One import, or one making of the table, in a process that has done nothing before; plain JavaScript, as a loader would be measured too. */

const MEASUREMENTS = { imported, tableMade };

/** Milliseconds to find, read, compile and evaluate a module and what it imports. */
async function imported(url) {
  const begin = performance.now();
  await import(url);
  return performance.now() - begin;
}

/**
 * Milliseconds to evaluate the one file of the package in which the table is made from the chart, when everything is read
 * and compiled and what it imports has been evaluated. What else the bundler put there is in it: the table takes less.
 */
async function tableMade(url) {
  const modules = new Map();
  const load = (identifier) => {
    const known = modules.get(identifier);
    if (known !== undefined) return known.module;
    const source = readFileSync(new URL(identifier), "utf8");
    const module = new vm.SourceTextModule(source, { identifier });
    modules.set(identifier, { module, makesTable: source.includes("// src/apply.ts") });
    return module;
  };
  const entry = load(url);
  await entry.link((specifier, { identifier }) => load(new URL(specifier, identifier).href));
  const leavesFirst = [...modules.values()].reverse();
  for (const { module, makesTable } of leavesFirst) {
    const begin = performance.now();
    await module.evaluate();
    if (makesTable) return performance.now() - begin;
  }
  throw new Error("No file of the package has the table.");
}

const [what, url] = process.argv.slice(2);
process.send({ milliseconds: await MEASUREMENTS[what](url) });
