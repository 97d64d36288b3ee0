import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { blocks, table } from "../../docs/generate/markdown.js";
import type { Measured } from "./paired.js";
import type { Pair, StartUp } from "./processes.js";
import type { Case } from "./samples.js";
import { byteRatio, median, quantiles, timeRatio } from "./statistics.js";

/** Writes the results as `docs/performance.md`. */

export interface NamedPair {
  readonly name: Case;
  readonly candidate: string;
  readonly pair: Pair;
}

export interface Results {
  readonly callbacks: readonly NamedPair[];
  readonly peers: readonly NamedPair[];
  readonly events: readonly NamedPair[];
  readonly bodies: readonly NamedPair[];
  readonly startUp: StartUp;
}

const number = (value: number, digits = value < 100 ? 1 : 0): string => value.toFixed(digits);
const ratio = (value: number): string => value.toFixed(value < 10 ? 2 : 0);

const middleHalf = (values: readonly number[]): string =>
  quantiles(values, [0.25, 0.75])
    .map((value) => number(value))
    .join(" – ");

const HEAD = ["case", "implementation", "ns per call (median)", "middle half", "ratio", "bytes per call", "ratio"];

function rowOf(name: string, side: string, measured: Measured, baseline: Measured): string[] {
  const pair = { baseline, candidate: measured };
  const { time, bytes } = measured;
  const size = number(median(bytes), 0);
  return [name, side, number(median(time)), middleHalf(time), ratio(timeRatio(pair)), size, ratio(byteRatio(pair))];
}

const pairTable = (pairs: readonly NamedPair[], baselineName: string): string =>
  table(
    HEAD,
    pairs.flatMap(({ name, candidate, pair }) => [
      rowOf(name, baselineName, pair.baseline, pair.baseline),
      rowOf("", candidate, pair.candidate, pair.baseline),
    ]),
  );

const startUpTable = ({ empty, library }: StartUp): string =>
  table(
    ["import", "ms (median)", "middle half"],
    [
      ["an empty package", number(median(empty), 2), middleHalf(empty)],
      ["the main entry", number(median(library), 2), middleHalf(library)],
    ],
  );

const versionOf = (name: string): string =>
  JSON.parse(readFileSync(new URL(`../../node_modules/${name}/package.json`, import.meta.url), "utf8")).version;

const machine = (): string => {
  const peers = ["xstate", "robot3"].map((name) => `${name} ${versionOf(name)}`);
  const model = cpus()[0]?.model.trim() ?? "unknown processor";
  return `${model}, ${cpus().length} cores, ${process.platform} ${process.arch}, Node ${process.version}; ${peers.join(", ")}.`;
};

export const pageOf = ({ callbacks, peers, events, bodies, startUp }: Results): string =>
  blocks(
    "# Performance",
    `The library beside a hand-written switch, XState and robot3. Written by \`npm run bench\`, which takes about ten minutes.
Compare the ratios: the times are those of one machine at one moment.`,
    machine(),
    "## Callbacks",
    `The baseline is [a hand-written switch](../test/bench/hand-written-switch.ts) with the same outcomes, which a test and the
benchmark check. The mix has 55 % UPDATE, 25 % final reports that are accepted, 12 % late or repeated callbacks and 8 % with a
wrong handle; each other case has only the callbacks with that outcome.`,
    pairTable(callbacks, "switch"),
    `Each row pair runs in a process of its own. Both sides take the same 4096 samples alternately, in a new order every round.
Garbage collection is excluded: the bytes show its cost.`,
    "## Other state machine libraries",
    `The same mix, each beside a baseline of its own. All give the next record; none gives the kind or the reason as data.

- **XState, from a record**: \`toSnapshot\`, \`transition\`, \`fromSnapshot\`, as in a server that stores records.
- **XState, a running actor**: one actor per request, started before the measurement and kept in memory.
- **robot3**: one service per record, with the library's guards and updates.`,
    pairTable(peers, "switch"),
    "## Lifecycle events",
    `\`applyLifecycleEvent\` beside [a switch over all 22 events](../test/bench/hand-written-events.ts). A tenth of the events
arrive in a state that does not accept them.`,
    pairTable(events, "switch"),
    "## Parsing a body",
    "`parseExecutionStatus` takes the result of `JSON.parse`, which is the baseline here.",
    pairTable(bodies, "JSON.parse"),
    "## Import",
    `One import in each of ${startUp.empty.length} new processes.`,
    startUpTable(startUp),
  );
