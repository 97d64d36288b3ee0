import { OUTCOME_REASONS } from "ess-request-machine";
import { counterexample, fuzz, type Kind, type Tally } from "./fuzz.js";
import { LIBRARY } from "./library.js";

/**
 * `npm run fuzz -- CASES SEED PATH KIND` runs the fuzzer.
 *
 * - CASES: number of cases. Default: 5,000,000.
 * - SEED: seed of fast-check. Default: a random seed.
 * - PATH: path of fast-check to the first case. Default: the path to the first case of the seed.
 * - KIND: `polluted` runs the cases while Object.prototype has more members, `clean` without. Default: both.
 *
 * The same seed, path and kind generate the same case. The run fails on a fault. From 100,000 cases on, it also fails
 * if fewer than a third of the cases pass the first check, or if a reason is not covered.
 */

const MIN_CASES_FOR_COVERAGE = 100_000;
/** The polluted cases run last and together, since each pollution makes the engine discard optimised code. */
const CLEAN_PER_POLLUTED = 250;

function argument(place: number, form: RegExp): string | undefined {
  const given = process.argv[place];
  if (given !== undefined && !form.test(given))
    throw new TypeError(`Expected CASES SEED PATH KIND, but found "${given}".`);
  return given;
}

const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`;
const grouped = (count: number) => count.toLocaleString("en-GB");

function printTally(name: string, { cases, past, became }: Tally): void {
  console.log(`${name}: ${grouped(cases)} cases, ${percent(past, cases)} past the first check`);
  const kinds = [...became].sort(([a], [b]) => a.localeCompare(b)).map(([kind, count]) => `${kind} ${grouped(count)}`);
  console.log(`  ${kinds.join(", ")}`);
}

function uncovered(tallies: readonly Tally[]): string[] {
  const covered = new Set(tallies.flatMap(({ became }) => [...became.keys()]));
  const all = Object.entries(OUTCOME_REASONS).map(([reason, { kind }]) => `${kind} ${reason}`);
  const answers = [200, 204, 400, 403, 404, 405, 413, 415].map((status) => `answered ${status}`);
  return ["accepted", "issues", "transitioned", "recorded", ...answers, ...all].filter((kind) => !covered.has(kind));
}

/** Returns whether the cases reached enough of the library. A few cases, such as a repeated one, need not. */
function isDeepEnough(tallies: readonly Tally[], cases: number): boolean {
  const past = tallies.reduce((sum, tally) => sum + tally.past, 0);
  console.log(`${percent(past, cases)} of all cases past the first check`);
  if (cases < MIN_CASES_FOR_COVERAGE) return true;
  const missing = uncovered(tallies);
  if (missing.length > 0) console.log(`Uncovered: ${missing.join(", ")}`);
  if (past < cases / 3) console.log("Expected at least a third.");
  return missing.length === 0 && past >= cases / 3;
}

async function run(kind: Kind, cases: number, seed: number, path: string | undefined): Promise<boolean> {
  console.log(`\nseed ${seed}, ${grouped(cases)} ${kind} cases`);
  const report = await fuzz(LIBRARY, kind, { numRuns: cases, seed, ...(path !== undefined && { path }) });
  if (report.failed) {
    const { errorInstance: fault, numShrinks, counterexamplePath } = report;
    console.log(`${counterexample(report)}\n\n${fault instanceof Error ? fault.stack : "threw something else"}`);
    console.log(
      `\nShrunk ${numShrinks} times. Reproduce with: npm run fuzz -- 1 ${seed} ${counterexamplePath} ${kind}`,
    );
    return false;
  }
  for (const [name, tally] of report.tallies) if (tally.cases > 0) printTally(name, tally);
  return isDeepEnough([...report.tallies.values()], report.numRuns);
}

const cases = Number(argument(2, /^\d{1,15}$/) ?? 5_000_000);
const seed = Number(argument(3, /^-?\d{1,10}$/) ?? Math.floor(Math.random() * 2 ** 31));
const path = argument(4, /^\d+(:\d+)*$/);
const only = argument(5, /^(polluted|clean)$/);

const isRight =
  (only === "polluted" || (await run("clean", cases, seed, path))) &&
  (only === "clean" || (await run("polluted", Math.ceil(cases / CLEAN_PER_POLLUTED), seed, path)));
process.exitCode = isRight ? 0 : 1;
