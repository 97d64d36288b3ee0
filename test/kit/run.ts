import { ConformanceError, conformance } from "ess-request-machine/testing";
import { adapterFor } from "./adapter.js";
import { DEPTH } from "./faulty-depth.js";
import { LEFTOVERS } from "./faulty-leftovers.js";
import { MALFORMED, TIMES } from "./faulty-times.js";
import { VALUES } from "./faulty-values.js";
import type { Scheduler } from "./scheduler.js";

/** `npm run check:kit`: the kit detects every faulty store with default options at ten seeds, and accepts the right one. */

const KINDS: Readonly<Record<string, Readonly<Record<string, () => Scheduler>>>> = {
  depth: DEPTH,
  values: VALUES,
  times: TIMES,
  malformed: MALFORMED,
  leftovers: LEFTOVERS,
};
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

async function failureOf(store: Scheduler, seed: number): Promise<ConformanceError | undefined> {
  try {
    await conformance(adapterFor(store), { seed });
    return undefined;
  } catch (error) {
    if (error instanceof ConformanceError) return error;
    throw error;
  }
}

let undetected = 0;
const lengths: number[] = [];
for (const [kind, faults] of Object.entries(KINDS)) {
  for (const [name, create] of Object.entries(faults)) {
    const failures: (ConformanceError | undefined)[] = [];
    for (const seed of SEEDS) failures.push(await failureOf(create(), seed));
    const found = failures.filter((failure) => failure !== undefined);
    const steps = Math.max(0, ...found.map((failure) => failure.steps.length));
    lengths.push(steps);
    if (found.length < SEEDS.length) undetected += 1;
    console.log(
      `${kind.padEnd(9)}  ${String(found.length).padStart(2)} of ${SEEDS.length}, ${String(steps).padStart(2)} steps  ${name}`,
    );
    if (process.argv.includes("--show")) console.log(`\n${found[0]?.message}\n`);
  }
}
for (const seed of SEEDS) {
  const failure = await failureOf(new (await import("./scheduler.js")).Scheduler(), seed);
  if (failure !== undefined) undetected += 1;
  if (failure !== undefined) console.log(`The right store was rejected with seed ${seed}:\n${failure.message}`);
}
const short = lengths.filter((length) => length <= 8).length;
console.log(`${lengths.length} faulty stores, ${undetected} problems; ${short} counterexamples have at most 8 steps.`);
process.exitCode = undetected === 0 ? 0 : 1;
