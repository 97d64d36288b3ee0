import { execFileSync } from "node:child_process";
import { Stryker } from "@stryker-mutator/core";
import { copyToMutate } from "./copy.js";
import { filesByGroup } from "./groups.js";
import { EQUIVALENTS, judge, type Mutant } from "./verdict.js";

/**
 * Mutates src/ and tells which mutants the tests do not find. `--changed` mutates only the files that differ from the
 * commit in BASE, or from the last one. Paths of files may be given instead.
 */

const changed = () =>
  execFileSync("git", ["diff", "--name-only", process.env.BASE || "HEAD~1", "--", "src"], { encoding: "utf8" })
    .split("\n")
    .filter((path) => path !== "");

async function mutate(group: string, files: readonly string[]): Promise<readonly Mutant[]> {
  process.env.MUTATION_GROUP = group;
  return new Stryker({
    testRunner: "afresh",
    plugins: [new URL("runner.ts", import.meta.url).href],
    mutate: [...files],
    concurrency: 2,
    // What loops for ever is found by counting. This is for what would hang all the same.
    timeoutMS: 300_000,
    inPlace: true,
    reporters: ["progress-append-only"],
    allowConsoleColors: false,
    warnings: false,
    logLevel: "warn",
  } as never).runMutationTest();
}

// The runner is TypeScript, and Stryker starts it in processes of its own.
process.env.NODE_OPTIONS = `--import ${import.meta.resolve("tsx")}`;

const [flag, ...rest] = process.argv.slice(2);
const wanted = flag === undefined ? undefined : flag === "--changed" ? changed() : [flag, ...rest];
const leave = copyToMutate();
const mutants: Mutant[] = [];
try {
  for (const [group, files] of filesByGroup()) {
    const asked = files.filter((file) => wanted === undefined || wanted.includes(file));
    if (asked.length > 0) mutants.push(...(await mutate(group, asked)));
  }
  const { lines, isHeld } = judge(mutants, EQUIVALENTS, wanted);
  console.log(lines.join("\n"));
  process.exitCode = isHeld ? 0 : 1;
} finally {
  leave();
}
