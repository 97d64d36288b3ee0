import { fork } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Measured } from "./paired.js";
import type { Case } from "./samples.js";

/** Runs each measurement in a separate process, so that earlier ones do not affect it. */

/** Large enough that no garbage collection of the young generation happens during a round. */
const LARGE_YOUNG_GENERATION = ["--min-semi-space-size=16", "--max-semi-space-size=16"];

/** Measures one candidate and the baseline of its study. */
export interface Pair {
  readonly baseline: Measured;
  readonly candidate: Measured;
}

async function resultOf<Result>(file: string, args: readonly string[], flags: readonly string[] = []): Promise<Result> {
  const child = fork(file, [...args], { execArgv: [...flags] });
  const [result] = await Promise.race([once(child, "message"), once(child, "exit")]);
  if (typeof result !== "object" || result === null) throw new Error(`${[file, ...args].join(" ")} failed.`);
  return result as Result;
}

export const measure = (study: string, name: Case, candidate: string, rounds: number): Promise<Pair> =>
  resultOf(
    fileURLToPath(new URL("measurement.ts", import.meta.url)),
    [study, name, candidate, String(rounds)],
    ["--import", "tsx", "--expose-gc", ...LARGE_YOUNG_GENERATION],
  );

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
