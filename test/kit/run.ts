import { spawn } from "node:child_process";
import { parseArgs } from "node:util";
import { ConformanceError, conformance } from "ess-request-machine/testing";
import { FAULTY as BASICS } from "../support/faulty-implementations.js";
import { implementation } from "../support/implementations.js";
import { adapterFor } from "./adapter.js";
import { DEPTH } from "./faulty-depth.js";
import { LEFTOVERS } from "./faulty-leftovers.js";
import { MALFORMED, TIMES } from "./faulty-times.js";
import { VALUES } from "./faulty-values.js";

/**
 * `npm run check:kit`: the kit detects every faulty implementation with default options at ten seeds, and accepts the
 * correct store. `-- --seeds=3` tries fewer, `-- --show` prints the counterexamples.
 */

const { values: options } = parseArgs({
  options: { seeds: { type: "string", default: "10" }, show: { type: "boolean" }, part: { type: "string" } },
});
const SEEDS = Array.from({ length: Number(options.seeds) }, (_, index) => index + 1);
if (SEEDS.length === 0) throw new RangeError("--seeds must be a number, 1 or more.");
const PROCESSES = 2;
const MAX_STEPS = 8;

const stores = Object.entries({
  depth: DEPTH,
  values: VALUES,
  times: TIMES,
  malformed: MALFORMED,
  leftovers: LEFTOVERS,
});
const FAULTY = [
  ...stores.flatMap(([kind, faults]) =>
    Object.entries(faults).map(([name, create]) => ({ name: `${kind}: ${name}`, create: () => adapterFor(create()) })),
  ),
  ...Object.entries(BASICS).map(([name, fault]) => ({ name: `basics: ${name}`, create: () => implementation(fault) })),
];

async function failureOf(create: (typeof FAULTY)[number]["create"], seed: number) {
  try {
    await conformance(create(), { seed });
    return undefined;
  } catch (error) {
    if (error instanceof ConformanceError) return error;
    throw error;
  }
}

/** Tests one of the faulty implementations, and returns whether all seeds detect it. */
async function check({ name, create }: (typeof FAULTY)[number]): Promise<boolean> {
  const failures: ConformanceError[] = [];
  for (const seed of SEEDS) {
    const failure = await failureOf(create, seed);
    if (failure !== undefined) failures.push(failure);
  }
  const steps = Math.max(0, ...failures.map((failure) => failure.steps.length));
  const long = steps > MAX_STEPS ? "  long" : "";
  console.log(`${failures.length} of ${SEEDS.length} seeds, ${String(steps).padStart(2)} steps  ${name}${long}`);
  if (options.show) console.log(`\n${failures[0]?.message}\n`);
  return failures.length === SEEDS.length;
}

async function checkPart(index: number): Promise<void> {
  for (const [i, faulty] of FAULTY.entries()) {
    if (i % PROCESSES === index && !(await check(faulty))) process.exitCode = 1;
  }
  for (const seed of SEEDS) {
    if (seed % PROCESSES !== index) continue;
    const failure = await failureOf(() => adapterFor(), seed);
    if (failure === undefined) continue;
    console.log(`The correct store fails with seed ${seed}:\n${failure.message}`);
    process.exitCode = 1;
  }
}

if (options.part !== undefined) await checkPart(Number(options.part));
else {
  const codes = Array.from({ length: PROCESSES }, (_, index) => {
    const command = [...process.execArgv, ...process.argv.slice(1), `--part=${index}`];
    const child = spawn(process.execPath, command, { stdio: "inherit" });
    return new Promise<number>((resolve) => child.on("exit", (code) => resolve(code ?? 1)));
  });
  process.exitCode = Math.max(...(await Promise.all(codes)));
  console.log(
    `${FAULTY.length} faulty implementations, each with the seeds ${SEEDS.join(", ")}: ` +
      `${process.exitCode === 0 ? "all detected" : "not all detected"}.`,
  );
}
