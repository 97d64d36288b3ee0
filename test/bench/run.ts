import { writeFile } from "node:fs/promises";
import { CANDIDATES, type StudyName } from "./candidates.js";
import { type Comparison, pageOf } from "./page.js";
import { measure, startUp } from "./processes.js";
import { CASES, type Case } from "./samples.js";
import { median, ratios } from "./statistics.js";

/**
 * `npm run bench`: runs all measurements, one after the other, and writes `docs/performance.md`. Compare the ratios: the
 * times depend on the machine and its load. `npm run bench -- 0.1` runs a tenth, as a test, and writes nothing.
 */

const SCALE = Number(process.argv[2] ?? 1);
const scaled = (count: number): number => Math.max(1, Math.round(count * SCALE));

const PROCESSES = scaled(5);
const ROUNDS = scaled(100);
const IMPORTS = scaled(40);

const PAGE = new URL("../../docs/performance.md", import.meta.url);

async function compare(study: StudyName, cases: readonly Case[], candidates: readonly string[]): Promise<Comparison[]> {
  const comparisons: Comparison[] = [];
  for (const name of cases) {
    for (const candidate of candidates) {
      const pairs = await measure(study, name, candidate, { processes: PROCESSES, rounds: ROUNDS });
      console.log(`${study}, ${name}, ${candidate}: ${median(ratios(pairs, "time")).toFixed(2)} × baseline`);
      comparisons.push({ name, candidate, pairs });
    }
  }
  return comparisons;
}

const page = pageOf({
  callbacks: await compare("callbacks", CASES, Object.keys(CANDIDATES.callbacks)),
  events: await compare("events", CASES, Object.keys(CANDIDATES.events)),
  parsers: [
    ...(await compare("bodies", ["mix"], Object.keys(CANDIDATES.bodies))),
    ...(await compare("rows", ["mix"], Object.keys(CANDIDATES.rows))),
  ],
  peers: await compare("peers", ["mix"], Object.keys(CANDIDATES.peers)),
  startUp: await startUp(IMPORTS),
});
console.log(`\n${page}`);
if (SCALE === 1) await writeFile(PAGE, page);
