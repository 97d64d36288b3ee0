import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { blocks, table } from "../../docs/generate/markdown.js";
import type { Pair, StartUp } from "./processes.js";
import type { Case } from "./samples.js";
import { median, quantiles, ratios } from "./statistics.js";

/** Writes the results as `docs/performance.md`. */

/** One candidate beside its baseline, measured in several processes. */
export interface Comparison {
  readonly name: Case;
  readonly candidate: string;
  readonly pairs: readonly Pair[];
}

export interface Results {
  readonly callbacks: readonly Comparison[];
  readonly events: readonly Comparison[];
  readonly parsers: readonly Comparison[];
  readonly peers: readonly Comparison[];
  readonly startUp: StartUp;
}

const ratio = (value: number): string => value.toFixed(value < 10 ? 2 : 0);
const nanoseconds = (value: number): string => value.toFixed(0);

const HEAD = ["function, case", "compared with", "time, ×", "lowest – highest", "ns", "ns of the other", "bytes, ×"];

const medianTime = (pairs: readonly Pair[], side: keyof Pair): string =>
  nanoseconds(median(pairs.map((pair) => median(pair[side].time))));

function rowOf({ name, candidate, pairs }: Comparison, baseline: string): string[] {
  const times = ratios(pairs, "time");
  return [
    `${candidate}, ${name}`,
    baseline,
    ratio(median(times)),
    quantiles(times, [0, 1]).map(ratio).join(" – "),
    medianTime(pairs, "candidate"),
    medianTime(pairs, "baseline"),
    ratio(median(ratios(pairs, "bytes"))),
  ];
}

const versionOf = (name: string): string =>
  JSON.parse(readFileSync(new URL(`../../node_modules/${name}/package.json`, import.meta.url), "utf8")).version;

const machine = (): string => {
  const peers = ["xstate", "robot3"].map((name) => `${name} ${versionOf(name)}`);
  const model = cpus()[0]?.model.trim() ?? "unknown processor";
  return `${model}, ${cpus().length} cores, ${process.platform} ${process.arch}, Node ${process.version}; ${peers.join(", ")}.`;
};

function importTime({ empty, library }: StartUp): string {
  const [low, middle, high] = quantiles(library, [0.25, 0.5, 0.75]).map((time) => (time - median(empty)).toFixed(1));
  return `Importing the main entry takes ${middle} ms more than importing an empty package (median of ${library.length} new
processes; middle half ${low} to ${high} ms).`;
}

export const pageOf = ({ callbacks, events, parsers, peers, startUp }: Results): string =>
  blocks(
    "# Performance",
    table(HEAD, [
      ...callbacks.map((one) => rowOf(one, "switch")),
      ...events.map((one) => rowOf(one, "switch")),
      ...parsers.map((one) => rowOf(one, "JSON.parse")),
      ...peers.map((one) => rowOf(one, "switch")),
    ]),
    importTime(startUp),
    `Written by \`npm run bench\`, which takes about ten minutes. Compare the ratios: the times are those of one machine at
one moment. ${machine()}`,
    "## What is compared",
    `- **switch**: hand-written, without the statechart, with the same outcomes: one [for callbacks](../test/bench/hand-written-switch.ts),
  one [for events](../test/bench/hand-written-events.ts). A test and the benchmark check that the outcomes are equal.
- **mix** of callbacks: 55 % UPDATE, 25 % final reports that are accepted, 12 % late or repeated callbacks, 6 % with a
  wrong handle, 2 % malformed. Many records have earlier handles, some have never started.
- **mix** of events: all 22 by how often they happen; a tenth arrive in a state that does not accept them.
- The other cases have only the callbacks or events with that outcome.
- **JSON.parse** of the same text: of a body for \`parseExecutionStatus\`, of a stored row for \`parseJobRequest\`. Both take
  its result, so the figure is what the check costs on top.
- **XState, from a record**: \`toSnapshot\`, \`transition\`, \`fromSnapshot\`, as in a server that stores records. **XState, a
  running actor**: one actor per request, started before the measurement. **robot3**: one service per record, with the
  library's guards and updates. All give the next record; none gives the kind or the reason as data. Their mix has no
  malformed callbacks.`,
    "## How it is measured",
    `Each figure is the median of five processes. In each, both sides take the same samples alternately, in a new order every
round; the samples were generated in another process. Garbage collection is excluded: the bytes show its cost.`,
  );
