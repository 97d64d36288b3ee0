import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { Stryker } from "@stryker-mutator/core";
import { copyToMutate, sourcesOf } from "./copy.js";
import { filesByGroup } from "./groups.js";
import { EQUIVALENTS, judge, type Mutant } from "./verdict.js";

/**
 * Mutates src/ and tells which mutants the tests do not find. What held of all of src/ is noted, file by file, and
 * `--changed` mutates only what differs from that. Paths of files may be given instead.
 */

const HELD = new URL("held.json", import.meta.url);

const digestOf = (file: string) => createHash("sha256").update(readFileSync(file)).digest("base64url");
/** Of every source, before any is mutated. */
const digests = new Map(sourcesOf(["src"]).map((file) => [file, digestOf(file)]));

/** The files that are not as they were when all mutants of all files were found or listed. */
function changed(): readonly string[] {
  const held: Readonly<Record<string, string>> = JSON.parse(readFileSync(HELD, "utf8"));
  return [...digests].flatMap(([file, digest]) => (held[file] === digest ? [] : file));
}

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
const strange = wanted?.filter((path) => !digests.has(path)) ?? [];
if (strange.length > 0)
  throw new Error(`Expected paths of sources, but found ${strange.join(", ")}. Name them as in src/http/response.ts.`);
const leave = copyToMutate();
const mutants: Mutant[] = [];
try {
  for (const [group, files] of filesByGroup()) {
    const asked = files.filter((file) => wanted === undefined || wanted.includes(file));
    if (asked.length > 0) mutants.push(...(await mutate(group, asked)));
  }
  const { lines, isHeld } = judge(mutants, EQUIVALENTS, wanted);
  console.log(lines.join("\n"));
  if (isHeld && wanted === undefined)
    writeFileSync(HELD, `${JSON.stringify(Object.fromEntries(digests), undefined, 2)}\n`);
  process.exitCode = isHeld ? 0 : 1;
} finally {
  leave();
}
