import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { compileConsumer, install, PEER_NAMES, pack, readPackage } from "../package/consumers.mjs";
import { checkThatEntriesAreUsed, combinationsIn, LOWEST, NEWEST, prepare, TOOLS } from "./combinations.mjs";
import { installRuntimes, runtimeCombinations } from "./runtimes.mjs";

/**
 * Checks the packed package with every Node, every TypeScript, the lowest and the newest of each peer, other
 * runtimes, bundlers, and jest. Everything is installed by npm into a temporary folder. Needs a fresh build (`npm run compat`
 * makes one). `npm run compat -- runtimes` leaves out the versions of Node and TypeScript; `-- versions` does only those.
 */

const secondsSince = (start) => `${((performance.now() - start) / 1000).toFixed(1)} s`;

async function consumerWith(workplace, name, tarball, peers) {
  const folder = await install(workplace, name, tarball, ...peers);
  prepare(folder);
  await compileConsumer(folder);
  return { folder, peers: peersIn(folder) };
}

function peersIn(folder) {
  const versionOf = (peer) => readPackage(join(folder, "node_modules", peer)).version;
  return PEER_NAMES.map((peer) => `${peer} ${versionOf(peer)}`).join(", ");
}

async function outcomeOf({ row, peers, check }) {
  const start = performance.now();
  const outcome = await check().catch((error) => ({ fault: error.message }));
  const word = outcome.fault === undefined ? outcome : "FAILS";
  console.log(`${word.padEnd(9)} ${row}, with ${peers} (${secondsSince(start)})`);
  if (outcome.fault !== undefined) console.log(outcome.fault);
  return { row, peers, word };
}

/** Runs all checks, one per core at a time. */
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
  const wordOf = (row, column) => outcomes.find(({ row: r, peers }) => r === row && peers === column)?.word ?? "-";
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

/** Checks every Node and every TypeScript with the lowest and the newest peers. */
async function versionCombinations(workplace, tarball) {
  checkThatEntriesAreUsed();
  const tools = await install(workplace, "tools", "--no-bin-links", ...TOOLS);
  return combinationsIn(tools, [
    await consumerWith(workplace, "lowest", tarball, LOWEST),
    await consumerWith(workplace, "newest", tarball, NEWEST),
  ]);
}

/** Checks runtimes, bundlers and jest with the newest peers. */
async function otherCombinations(workplace, tarball) {
  const folder = await installRuntimes(workplace, tarball);
  return runtimeCombinations(folder, peersIn(folder));
}

async function runAll(workplace, part) {
  const start = performance.now();
  const { tarball } = await pack(workplace);
  const combinations = [
    ...(part === "runtimes" ? [] : await versionCombinations(workplace, tarball)),
    ...(part === "versions" ? [] : await otherCombinations(workplace, tarball)),
  ];
  console.log(`Installed and compiled in ${secondsSince(start)}.`);
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
  await runAll(workplace, process.argv[2]);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
