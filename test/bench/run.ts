import { writeFile } from "node:fs/promises";
import { CANDIDATES, type StudyName } from "./candidates.js";
import { type NamedPair, pageOf } from "./page.js";
import { measure, startUp } from "./processes.js";
import { CASES, type Case } from "./samples.js";
import { timeRatio } from "./statistics.js";

/**
 * `npm run bench`: runs all measurements, one after the other, and writes `docs/performance.md`. Compare the ratios: the
 * times depend on the machine and its load. `npm run bench -- 0.1` runs a tenth, as a test, and writes nothing.
 */

const SCALE = Number(process.argv[2] ?? 1);
const scaled = (count: number): number => Math.max(1, Math.round(count * SCALE));

const ROUNDS = scaled(200);
/** Peers are up to a hundred times slower. */
const PEER_ROUNDS = scaled(60);
const PROCESSES = scaled(40);

const PAGE = new URL("../../docs/performance.md", import.meta.url);

async function pairsOf(study: StudyName, cases: readonly Case[], candidates: readonly string[], rounds: number) {
  const found: NamedPair[] = [];
  for (const name of cases) {
    for (const candidate of candidates) {
      const pair = await measure(study, name, candidate, rounds);
      console.log(`${study}, ${name}, ${candidate}: ${timeRatio(pair).toFixed(2)} × baseline`);
      found.push({ name, candidate, pair });
    }
  }
  return found;
}

const [library, ...peers] = Object.keys(CANDIDATES.callbacks);

const page = pageOf({
  callbacks: await pairsOf("callbacks", CASES, [library!], ROUNDS),
  peers: await pairsOf("callbacks", ["mix"], peers, PEER_ROUNDS),
  events: await pairsOf("events", CASES, Object.keys(CANDIDATES.events), ROUNDS),
  bodies: await pairsOf("bodies", ["mix"], Object.keys(CANDIDATES.bodies), ROUNDS),
  startUp: await startUp(PROCESSES),
});
console.log(`\n${page}`);
if (SCALE === 1) await writeFile(PAGE, page);
