import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { Stryker } from "@stryker-mutator/core";
import { GROUPS, groupOf, sources } from "./groups.js";

/**
 * `npm run mutation`: Stryker changes one thing in src/ at a time, and a test must fail. Paths of source files or folders
 * restrict the run: `npm run mutation -- src/http/response.ts`.
 */

type Mutant = Awaited<ReturnType<Stryker["runMutationTest"]>>[number];

/** In percent, for a run over all of src/. Most of the rest are mutants that behave like the original. */
const REQUIRED_SCORE = 98.5;

const PARTS = ["src", "test", "docs", "package.json", "tsconfig.json", "README.md", "CHANGELOG.md"];

/**
 * Enters a copy of the project, and returns how to leave and delete it. Stryker does not mutate `as const` expressions,
 * because the types could break. Types are not checked here, so the copy is without these two words: otherwise the
 * chart would have no mutants.
 */
function enterCopy(): () => void {
  const root = process.cwd();
  const copy = mkdtempSync(join(tmpdir(), "mutation-"));
  for (const part of PARTS)
    cpSync(part, join(copy, part), { recursive: true, filter: (path) => !path.includes("node_modules") });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  process.chdir(copy);
  for (const file of sources) writeFileSync(file, readFileSync(file, "utf8").replaceAll(" as const", ""));
  return () => {
    process.chdir(root);
    rmSync(copy, { recursive: true });
  };
}

async function mutate(group: string, files: readonly string[]): Promise<readonly Mutant[]> {
  process.env.MUTATION_GROUP = group;
  return new Stryker({
    testRunner: "fresh-modules",
    plugins: [new URL("runner.ts", import.meta.url).href],
    mutate: [...files],
    concurrency: 2,
    // Endless loops are detected by counting. This is for everything else that never ends.
    timeoutMS: 60_000,
    inPlace: true,
    reporters: ["progress-append-only"],
    allowConsoleColors: false,
    warnings: false,
    logLevel: "warn",
  } as never).runMutationTest();
}

const isDetected = ({ status }: Mutant): boolean => status === "Killed" || status === "Timeout";
const isCounted = ({ status }: Mutant): boolean => status !== "Ignored" && status !== "CompileError";

/** Prints the mutants that no test detects, and returns the score in percent. */
function report(mutants: readonly Mutant[]): number {
  const counted = mutants.filter(isCounted);
  for (const mutant of counted.filter((one) => !isDetected(one))) {
    const { fileName, location, mutatorName, replacement, status } = mutant;
    console.log(`${relative("", fileName)}:${location.start.line}: ${status}, ${mutatorName}: ${replacement}`);
  }
  const detected = counted.filter(isDetected).length;
  const score = (100 * detected) / counted.length;
  console.log(`${detected} of ${counted.length} mutants detected: ${score.toFixed(2)} %`);
  return score;
}

// The runner is TypeScript, and Stryker starts it in other processes.
process.env.NODE_OPTIONS = `--import ${import.meta.resolve("tsx")}`;

const paths = process.argv.slice(2);
const chosen = sources.filter((file) => paths.length === 0 || paths.some((path) => file.startsWith(path)));
if (chosen.length === 0) throw new Error(`No source has the path ${paths.join(" or ")}. Write src/http/response.ts.`);

const leaveCopy = enterCopy();
try {
  const mutants: Mutant[] = [];
  for (const { name } of GROUPS) {
    const files = chosen.filter((file) => groupOf(file).name === name);
    if (files.length > 0) mutants.push(...(await mutate(name, files)));
  }
  const score = report(mutants);
  if (paths.length === 0 && score < REQUIRED_SCORE) process.exitCode = 1;
} finally {
  leaveCopy();
}
