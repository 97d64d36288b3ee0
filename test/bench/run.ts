import { writeFile } from "node:fs/promises";
import { atScale, FORMS, measured, type Pair, sizes, startUp } from "./children.js";
import { pageOf, type Results, type Scale } from "./page.js";
import { PEERS, type StudyName } from "./sides.js";
import { median } from "./statistics.js";
import { timeRatio } from "./targets.js";
import { CASES, type Case } from "./written.js";

/**
 * All measurements, one after the other, each in a process of its own; then `docs/performance.md`. The ratios are what
 * counts: the times are one machine's at one moment, and no test asserts them.
 */

/** `npm run bench -- 0.1` measures a tenth of everything, to see that it works, and leaves the page alone. */
const SHARE = Number(process.argv[2] ?? 1);
const shareOf = (whole: number): number => Math.max(1, Math.round(whole * SHARE));

const ROUNDS = shareOf(200);
/** Peers that are a hundred times slower need no more. */
const ROUNDS_OF_SLOW = shareOf(60);
const PROCESSES = shareOf(40);
const CALLBACKS = [
  [10_000, shareOf(1_000_000)],
  [100_000, shareOf(1_000_000)],
  [1_000_000, shareOf(10_000_000)],
] as const;

const PAGE = new URL("../../docs/performance.md", import.meta.url);

async function pairsOf<Name extends StudyName>(study: Name, names: readonly Case[], peers: readonly string[]) {
  const found: { name: Case; peer: string; pair: Pair }[] = [];
  for (const name of names) {
    for (const peer of peers) {
      const rounds = study === "callbacks" && peer !== "table" ? ROUNDS_OF_SLOW : ROUNDS;
      const pair = await measured(study, name, peer as keyof (typeof PEERS)[Name], rounds);
      console.log(`${study}, ${name}, ${peer}: ${timeRatio(pair).toFixed(2)} × floor`);
      found.push({ name, peer, pair });
    }
  }
  return found;
}

async function scales(): Promise<Scale[]> {
  const found: Scale[] = [];
  for (const form of FORMS) {
    for (const [requestCount, callbackCount] of CALLBACKS) {
      const result = await atScale(form, requestCount, callbackCount);
      console.log(
        `${form}, ${requestCount} requests: ${(median(result.table) / median(result.floor)).toFixed(2)} × floor`,
      );
      found.push({ form, requestCount, callbackCount, result });
    }
  }
  return found;
}

const results: Results = {
  callbacks: await pairsOf("callbacks", CASES, ["table"]),
  peers: await pairsOf("callbacks", ["mix"], Object.keys(PEERS.callbacks).slice(1)),
  events: await pairsOf("events", CASES, ["table"]),
  bodies: await pairsOf("bodies", ["mix"], Object.keys(PEERS.bodies)),
  startUp: await startUp(PROCESSES),
  sizes: await sizes(),
  scales: await scales(),
};
const page = pageOf(results);
console.log(`\n${page}`);
if (SHARE === 1) await writeFile(PAGE, page);
