import { OUTCOME_REASONS } from "ess-request-machine";
import { type Failure, fuzz, type Tally } from "./fuzz.js";
import { LIBRARY } from "./library.js";

/**
 * `npm run fuzz -- CASES SEED FIRST`: so many cases, ten million unless told, of a seed, a new one unless told, from the
 * case of a number on, 0 unless told. The same seed and number make the same case. Fails for a fault, for a share past
 * the first check below a third, and, from 100,000 cases on, for a reason that no case came to.
 */

const ENOUGH_FOR_ALL_REASONS = 100_000;

const argument = (place: number, unlessTold: number): number => {
  const told = process.argv[place];
  if (told === undefined) return unlessTold;
  if (!/^\d{1,15}$/.test(told)) throw new TypeError(`Expected CASES SEED FIRST as numbers, but found "${told}".`);
  return Number(told);
};

const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`;
const grouped = (count: number) => count.toLocaleString("en-GB");

function tell(name: string, { cases, past, became }: Tally): void {
  console.log(`${name}: ${grouped(cases)} cases, ${percent(past, cases)} past the first check`);
  const kinds = [...became].sort(([a], [b]) => a.localeCompare(b)).map(([kind, count]) => `${kind} ${grouped(count)}`);
  console.log(`  ${kinds.join(", ")}`);
}

function tellFailure({ target, caseNumber, fault, stack, picture }: Failure, seed: number): void {
  console.log(`\n${target} failed: ${fault}\n${picture}\n\n${stack}\n`);
  console.log(`Again: npm run fuzz -- 1 ${seed} ${caseNumber}`);
}

function neverReached(tallies: Iterable<Tally>): string[] {
  const reached = new Set([...tallies].flatMap(({ became }) => [...became.keys()]));
  const all = Object.entries(OUTCOME_REASONS).map(([reason, { kind }]) => `${kind} ${reason}`);
  const answers = [200, 204, 400, 403, 404, 405, 413, 415].map((status) => `answered ${status}`);
  return ["accepted", "issues", "transitioned", "recorded", ...answers, ...all].filter((kind) => !reached.has(kind));
}

const cases = argument(2, 10_000_000);
const seed = argument(3, Math.floor(Math.random() * 2 ** 31));
const first = argument(4, 0);
console.log(`seed ${seed}, ${grouped(cases)} cases from ${grouped(first)} on`);

const began = performance.now();
const cpuBegan = process.cpuUsage();
const { tallies, failure } = await fuzz(LIBRARY, { cases, seed, first });
const seconds = (performance.now() - began) / 1000;
const { user, system } = process.cpuUsage(cpuBegan);
const cpuSeconds = (user + system) / 1e6;

if (failure !== undefined) {
  tellFailure(failure, seed);
  process.exitCode = 1;
} else {
  for (const [name, tally] of tallies) if (tally.cases > 0) tell(name, tally);
  const past = [...tallies.values()].reduce((sum, tally) => sum + tally.past, 0);
  const memory = Math.round(process.resourceUsage().maxRSS / 1024);
  const rate = `${grouped(Math.round(cases / seconds))} cases a second`;
  console.log(`${seconds.toFixed(1)} s (${cpuSeconds.toFixed(1)} s of a processor), ${rate}, at most ${memory} MiB`);
  console.log(`${percent(past, cases)} of all cases past the first check`);
  const missing = cases >= ENOUGH_FOR_ALL_REASONS ? neverReached(tallies.values()) : [];
  if (missing.length > 0) console.log(`Never reached: ${missing.join(", ")}`);
  // A case run again alone proves what it is, not a share.
  const isTooShallow = cases >= ENOUGH_FOR_ALL_REASONS && past / cases < 1 / 3;
  if (isTooShallow) console.log("Expected at least a third.");
  if (isTooShallow || missing.length > 0) process.exitCode = 1;
}
