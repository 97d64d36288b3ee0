import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import {
  compileConsumer,
  install,
  LOWEST_PEERS,
  NEWEST_PEERS,
  PEER_NAMES,
  pack,
  readPackage,
} from "../package/consumers.mjs";
import { checkThatEntriesAreUsed, combinationsIn, prepare, TOOLS } from "./combinations.mjs";

/**
 * Checks the packed tarball with every Node, every TypeScript, and the lowest and the newest of each peer that the package
 * says it works with. Everything is installed by npm into a temporary folder. Needs a fresh build (`npm run compat`
 * makes one).
 */

const secondsSince = (start) => `${((performance.now() - start) / 1000).toFixed(1)} s`;

async function consumerWith(workplace, name, tarball, peers) {
  const folder = await install(workplace, name, tarball, ...peers);
  prepare(folder);
  await compileConsumer(folder);
  const versionOf = (peer) => readPackage(join(folder, "node_modules", peer)).version;
  return { folder, peers: PEER_NAMES.map((peer) => `${peer} ${versionOf(peer)}`).join(", ") };
}

async function outcomeOf({ row, peers, check }) {
  const start = performance.now();
  const outcome = await check().catch((error) => ({ fault: error.message }));
  const word = outcome.fault === undefined ? outcome : "FAILS";
  console.log(`${word.padEnd(9)} ${row}, with ${peers} (${secondsSince(start)})`);
  if (outcome.fault !== undefined) console.log(outcome.fault);
  return { row, peers, word };
}

/** All of them, as many at a time as there are cores. */
async function outcomesOf(combinations) {
  const waiting = combinations.values();
  const outcomes = [];
  const work = async () => {
    for (const combination of waiting) outcomes.push(await outcomeOf(combination));
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return outcomes;
}

function printTable(combinations, outcomes) {
  const columns = [...new Set(combinations.map(({ peers }) => peers))];
  const rows = [...new Set(combinations.map(({ row }) => row))];
  const wordOf = (row, column) =>
    outcomes.find(({ row: r, peers }) => r === row && peers === column)?.word ?? "MISSING";
  const lines = [["", ...columns], ...rows.map((row) => [row, ...columns.map((column) => wordOf(row, column))])];
  const widths = lines[0].map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  console.log();
  for (const line of lines)
    console.log(
      line
        .map((cell, i) => cell.padEnd(widths[i]))
        .join("  ")
        .trimEnd(),
    );
}

async function runAll(workplace) {
  const start = performance.now();
  checkThatEntriesAreUsed();
  const [tools, { tarball }] = await Promise.all([
    install(workplace, "tools", "--no-bin-links", ...TOOLS),
    pack(workplace),
  ]);
  const consumers = [
    await consumerWith(workplace, "lowest", tarball, LOWEST_PEERS),
    await consumerWith(workplace, "newest", tarball, NEWEST_PEERS),
  ];
  console.log(`Installed and compiled in ${secondsSince(start)}.`);
  const combinations = combinationsIn(tools, consumers);
  const outcomes = await outcomesOf(combinations);
  printTable(combinations, outcomes);
  const failures = outcomes.filter(({ word }) => word === "FAILS").length;
  console.log(`\n${outcomes.length} combinations, ${failures} of them fail. It took ${secondsSince(start)}.`);
  if (failures > 0) process.exitCode = 1;
}

const workplace = mkdtempSync(join(tmpdir(), "ess-request-machine-compat-"));
process.on("exit", () => rmSync(workplace, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

try {
  await runAll(workplace);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
