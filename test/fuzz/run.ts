import { OUTCOME_REASONS } from "ess-request-machine";
import { type Failure, fuzz, type Tally } from "./fuzz.js";
import { LIBRARY } from "./library.js";

/**
 * `npm run fuzz -- CASES SEED FIRST` runs the fuzzer.
 *
 * - CASES: number of cases. Default: 10,000,000.
 * - SEED: seed of the random generator. Default: a random seed.
 * - FIRST: number of the first case. Default: 0.
 *
 * The same seed and case number generate the same case. The run fails on a fault. From 100,000 cases on, it also fails
 * if fewer than a third of the cases pass the first check, or if a reason is not covered.
 */

const MIN_CASES_FOR_COVERAGE = 100_000;

const argument = (place: number, defaultValue: number): number => {
  const given = process.argv[place];
  if (given === undefined) return defaultValue;
  if (!/^\d{1,15}$/.test(given)) throw new TypeError(`Expected CASES SEED FIRST as numbers, but found "${given}".`);
  return Number(given);
};

const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`;
const grouped = (count: number) => count.toLocaleString("en-GB");

function printTally(name: string, { cases, past, became }: Tally): void {
  console.log(`${name}: ${grouped(cases)} cases, ${percent(past, cases)} past the first check`);
  const kinds = [...became].sort(([a], [b]) => a.localeCompare(b)).map(([kind, count]) => `${kind} ${grouped(count)}`);
  console.log(`  ${kinds.join(", ")}`);
}

function printFailure({ target, caseNumber, fault, stack, picture }: Failure, seed: number): void {
  console.log(`\n${target} failed: ${fault}\n${picture}\n\n${stack}\n`);
  console.log(`Reproduce with: npm run fuzz -- 1 ${seed} ${caseNumber}`);
}

function uncovered(tallies: Iterable<Tally>): string[] {
  const covered = new Set([...tallies].flatMap(({ became }) => [...became.keys()]));
  const all = Object.entries(OUTCOME_REASONS).map(([reason, { kind }]) => `${kind} ${reason}`);
  const answers = [200, 204, 400, 403, 404, 405, 413, 415].map((status) => `answered ${status}`);
  return ["accepted", "issues", "transitioned", "recorded", ...answers, ...all].filter((kind) => !covered.has(kind));
}

const cases = argument(2, 10_000_000);
const seed = argument(3, Math.floor(Math.random() * 2 ** 31));
const first = argument(4, 0);
console.log(`seed ${seed}, ${grouped(cases)} cases from ${grouped(first)} on`);

const startedAt = performance.now();
const cpuAtStart = process.cpuUsage();
const { tallies, failure } = await fuzz(LIBRARY, { cases, seed, first });
const seconds = (performance.now() - startedAt) / 1000;
const { user, system } = process.cpuUsage(cpuAtStart);
const cpuSeconds = (user + system) / 1e6;

if (failure !== undefined) {
  printFailure(failure, seed);
  process.exitCode = 1;
} else {
  for (const [name, tally] of tallies) if (tally.cases > 0) printTally(name, tally);
  const past = [...tallies.values()].reduce((sum, tally) => sum + tally.past, 0);
  const memory = Math.round(process.resourceUsage().maxRSS / 1024);
  const rate = `${grouped(Math.round(cases / seconds))} cases a second`;
  console.log(`${seconds.toFixed(1)} s (${cpuSeconds.toFixed(1)} s of CPU time), ${rate}, at most ${memory} MiB`);
  console.log(`${percent(past, cases)} of all cases past the first check`);
  const missing = cases >= MIN_CASES_FOR_COVERAGE ? uncovered(tallies.values()) : [];
  if (missing.length > 0) console.log(`Uncovered: ${missing.join(", ")}`);
  // A ratio says nothing about a few cases, such as a single case that is run again.
  const isTooShallow = cases >= MIN_CASES_FOR_COVERAGE && past / cases < 1 / 3;
  if (isTooShallow) console.log("Expected at least a third.");
  if (isTooShallow || missing.length > 0) process.exitCode = 1;
}
