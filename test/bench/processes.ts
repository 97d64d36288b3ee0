import { fork, type Serializable } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { STUDIES, type StudyName } from "./candidates.js";
import type { Measured } from "./paired.js";
import type { Case, Sample } from "./samples.js";

/** Runs each measurement in a separate process, so that earlier ones do not affect it. */

const MEASUREMENT = fileURLToPath(new URL("measurement.ts", import.meta.url));

/** Large enough that no garbage collection of the young generation happens during a round. */
const LARGE_YOUNG_GENERATION = ["--min-semi-space-size=16", "--max-semi-space-size=16"];

/** Measures one candidate and the baseline of its study. */
export interface Pair {
  readonly baseline: Measured;
  readonly candidate: Measured;
}

async function resultOf<Result>(
  file: string,
  args: readonly string[],
  { flags = [], message }: { readonly flags?: readonly string[]; readonly message?: Serializable } = {},
): Promise<Result> {
  const child = fork(file, [...args], { execArgv: [...flags] });
  if (message !== undefined) child.send(message);
  const [result] = await Promise.race([once(child, "message"), once(child, "exit")]);
  if (typeof result !== "object" || result === null) throw new Error(`${[file, ...args].join(" ")} failed.`);
  return result as Result;
}

const SAMPLE_COUNT = 4096;

/**
 * Measures one candidate in several processes, all with the same samples. They are generated here, since generating
 * them calls the baseline: the engine would optimise it for them before it has seen the candidate.
 */
export async function measure(
  study: StudyName,
  name: Case,
  candidate: string,
  { processes, rounds }: { readonly processes: number; readonly rounds: number },
): Promise<readonly Pair[]> {
  const samples: readonly Sample[] = STUDIES[study].samplesFor(name, SAMPLE_COUNT, 1);
  const pairs: Pair[] = [];
  for (let i = 0; i < processes; i++) {
    pairs.push(
      await resultOf<Pair>(MEASUREMENT, [study, candidate, String(rounds)], {
        flags: ["--import", "tsx", "--expose-gc", ...LARGE_YOUNG_GENERATION],
        message: samples as Sample[],
      }),
    );
  }
  return pairs;
}

/** Milliseconds of one import, one number per process. */
export interface StartUp {
  readonly empty: readonly number[];
  readonly library: readonly number[];
}

/** Installs the built package and a package with only an empty module. */
async function installInto(folder: string): Promise<void> {
  const modules = join(folder, "node_modules");
  for (const part of ["package.json", "dist"])
    await cp(new URL(`../../${part}`, import.meta.url), join(modules, "ess-request-machine", part), {
      recursive: true,
    });
  await mkdir(join(modules, "empty"));
  await writeFile(join(modules, "empty/package.json"), '{ "type": "module", "exports": "./index.js" }');
  await writeFile(join(modules, "empty/index.js"), "export {};\n");
}

const IMPORT_TIMER = `
const begin = performance.now();
await import(process.argv[2]);
process.send({ milliseconds: performance.now() - begin });
`;

export async function startUp(processes: number): Promise<StartUp> {
  const folder = await mkdtemp(join(tmpdir(), "start-up-"));
  const timer = join(folder, "timer.mjs");
  const times = { empty: [] as number[], library: [] as number[] };
  try {
    await installInto(folder);
    await writeFile(timer, IMPORT_TIMER);
    for (let i = 0; i < processes; i++) {
      times.empty.push((await resultOf<{ milliseconds: number }>(timer, ["empty"])).milliseconds);
      times.library.push((await resultOf<{ milliseconds: number }>(timer, ["ess-request-machine"])).milliseconds);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  return times;
}
