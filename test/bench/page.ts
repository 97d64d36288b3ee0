import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { blocks, table } from "../../docs/generate/markdown.js";
import type { Form, Measured, Pair, ScaleResult, Sizes, StartUp } from "./children.js";
import { median, quantiles } from "./statistics.js";
import { targetsOf } from "./targets.js";
import type { Case } from "./written.js";

/** `docs/performance.md`: what was measured, and how. */

export interface NamedPair {
  readonly name: Case;
  readonly peer: string;
  readonly pair: Pair;
}

export interface Scale {
  readonly form: Form;
  readonly requestCount: number;
  readonly callbackCount: number;
  readonly result: ScaleResult;
}

export interface Results {
  readonly callbacks: readonly NamedPair[];
  readonly peers: readonly NamedPair[];
  readonly events: readonly NamedPair[];
  readonly bodies: readonly NamedPair[];
  readonly startUp: StartUp;
  readonly sizes: Sizes;
  readonly scales: readonly Scale[];
}

const number = (value: number, digits = value < 100 ? 1 : 0): string => value.toFixed(digits);
const ratio = (value: number): string => value.toFixed(value < 10 ? 2 : 0);
const count = (value: number): string => value.toLocaleString("en-GB");

const middleHalf = (values: readonly number[]): string =>
  quantiles(values, [0.25, 0.75])
    .map((value) => number(value))
    .join(" – ");

const HEAD = ["", "", "ns a call (median)", "middle half of the rounds", "× floor", "bytes a call", "× floor"];

function rowOf(name: string, side: string, { time, bytes }: Measured, floor: Measured): string[] {
  const [timeRatio, byteRatio] = [median(time) / median(floor.time), median(bytes) / median(floor.bytes)];
  const size = number(median(bytes), 0);
  return [name, side, number(median(time)), middleHalf(time), ratio(timeRatio), size, ratio(byteRatio)];
}

/** Every peer has been measured beside a floor of its own, which the machine treated as it treated the peer. */
const pairTable = (pairs: readonly NamedPair[], floor: string, names: Readonly<Record<string, string>> = {}): string =>
  table(
    HEAD,
    pairs.flatMap(({ name, peer, pair }) => [
      rowOf(name, floor, pair.floor, pair.floor),
      rowOf("", names[peer] ?? peer, pair.peer, pair.floor),
    ]),
  );

const scaleTable = (scales: readonly Scale[]): string =>
  table(
    ["", "requests", "callbacks", "switch: ns each", "middle half", "table: ns each", "middle half", "× switch"],
    scales.map(({ form, requestCount, callbackCount, result: { floor, table } }) => [
      form,
      ...[requestCount, callbackCount].map(count),
      ...[floor, table].flatMap((times) => [number(median(times), 0), middleHalf(times)]),
      ratio(median(table) / median(floor)),
    ]),
  );

const kindsOf = ({ result: { kinds } }: Scale): string => {
  const all = Object.values(kinds).reduce((sum, kind) => sum + kind, 0);
  return Object.entries(kinds)
    .map(([kind, share]) => `${((100 * share) / all).toFixed(0)} % ${kind}`)
    .join(", ");
};

const startUpTable = ({ empty, library, roomy, table: made }: StartUp): string =>
  table(
    ["", "ms (median)", "middle half"],
    [
      ["import of an empty package", number(median(empty), 2), middleHalf(empty)],
      ["import of the main entry", number(median(library), 2), middleHalf(library)],
      ["the former with a roomy young generation", number(median(roomy.empty), 2), middleHalf(roomy.empty)],
      ["the latter likewise", number(median(roomy.library), 2), middleHalf(roomy.library)],
      ["the module that makes the table, evaluated", number(median(made), 2), middleHalf(made)],
    ],
  );

const kB = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;

const sizeTable = ({ main, wordless, machineAdds, tarball }: Sizes): string =>
  table(
    ["", "size"],
    [
      ["the main entry, chart and sentences included", kB(main)],
      ["the same without the chart's words", kB(wordless)],
      ["what `./machine` adds to it, xstate apart", kB(machineAdds)],
      ["the tarball: four entries in two formats, their types, the vectors", kB(tarball)],
    ],
  );

const versionOf = (name: string): string =>
  JSON.parse(readFileSync(new URL(`../../node_modules/${name}/package.json`, import.meta.url), "utf8")).version;

const machine = (): string => {
  const peers = ["xstate", "robot3", "typescript-fsm", "valibot"].map((name) => `${name} ${versionOf(name)}`);
  const model = cpus()[0]?.model.trim() ?? "unknown processor";
  return `${model}, ${cpus().length} cores, ${process.platform} ${process.arch}, Node ${process.version}; ${peers.join(", ")}.`;
};

const targetTable = (results: Results): string =>
  table(
    ["what", "at most", "measured", "met"],
    targetsOf(results).map(({ what, bound, found, isLeast }) => [
      what,
      isLeast ? `at least ${bound}` : String(bound),
      found.toFixed(found < 100 ? 2 : 0),
      (isLeast ? found >= bound : found <= bound)
        ? "yes"
        : `**no**: off by ${ratio(isLeast ? bound / found : found / bound)} ×`,
    ]),
  );

export const pageOf = (results: Results): string =>
  blocks(
    "# Performance",
    "Written by `npm run bench`, which takes a quarter of an hour. The ratios are what counts: the times are those of one machine at one moment.",
    machine(),
    "## Targets",
    targetTable(results),
    "Why what is missed is missed, with the figures of its parts: [decisions](decisions.md#the-shape-of-the-code).",
    "## A callback",
    `The floor is [a hand-written switch](../test/bench/hand-written-switch.ts) that knows no chart and gives the same outcomes, every check in
order; a test holds the two to that, and the benchmark does so again on every pair that it measures. *table* is \`applyExecutionStatus\` of the
built package. The mix is 55 % UPDATE, 25 % final reports that are awaited, 12 % late or repeated, 8 % with a wrong handle; the other cases are
only what has that outcome. There are 4096 pairs of a record and a callback, read from JSON, so that a handle in a record and the same in a
callback are two strings.`,
    pairTable(results.callbacks, "switch"),
    `Each case runs in a process of its own, where both sides take the same pairs by turns, in a new order and on a new sample every round; what
every call returns is kept. A round is short enough that no garbage collection falls into it: what the garbage costs shows in the bytes. What is ignored
or rejected gives back the very record that came in, on both sides: that too is checked on every pair.`,
    "## Other state machines",
    `The same mix, the same floor beside each. All give the record; none gives the kind or the reason as data.

- **XState, from a record**: \`toSnapshot\`, \`transition\`, \`fromSnapshot\`. What a server would do that keeps records.
- **XState, from a snapshot**: \`transition\` alone. The snapshot stands ready and a snapshot is the answer.
- **XState, a live actor**: an actor for each request that was started beforehand and kept in memory. It hears one callback, and is asked for its
  snapshot. An actor of a request that has ended hears nothing, which is the right record.
- **robot3** steps services only, so each record gets one. It has guards and reducers, and got the library's. It says neither why nothing
  happened nor what is owed.
- **typescript-fsm** has neither guards nor data. The fence (latest handle, no report yet) is asked before it, a retried ERROR is an event of
  its own, and the record is made by a callback: it only finds the next state. A machine for each record. It says neither why nothing happened nor
  what is owed.`,
    pairTable(results.peers, "switch"),
    "## A lifecycle event",
    `\`applyLifecycleEvent\` beside [a switch for all 22 events](../test/bench/hand-written-events.ts), on a mix of them of which a tenth comes where
it is not expected.`,
    pairTable(results.events, "switch"),
    "## A body",
    `\`parseExecutionStatus\` takes what \`JSON.parse\` made of a body; the floor is that \`JSON.parse\`. valibot checks the same demands, with a schema
made once, and both must give the same value for every body.`,
    pairTable(results.bodies, "JSON.parse"),
    "## Many requests",
    `Requests in a Map; callbacks come for any of them, and the record of each outcome is stored. *records* are callbacks that are parsed already;
*lines* go through \`JSON.parse\` and, for the table, \`parseExecutionStatus\` (the switch looks at the members itself). Both sides take batches
of 20,000 from the same traffic by turns, on the same Map, and as many callbacks each as the table says; before that both are held to the same
outcomes on every callback of such traffic to fewer requests. A side pays for the collection of its own young garbage, at the end of its batch. Of the outcomes,
${kindsOf(results.scales.at(-1)!)}. What grows with the number of requests is the cost of memory that is in no cache, for both sides.`,
    scaleTable(results.scales),
    "## Start-up",
    `One import in each of ${results.startUp.empty.length} fresh processes, by name, of the package and of one that has nothing but an empty
module. Node's first collection of the young generation falls into the import of whatever comes at that moment; with more room for
that generation it comes later. The table is compiled from the chart when the library loads; the last row is the evaluation of the one
module in which that happens, of the sources without their types, once everything is read and compiled and the chart stands ready, with that
room too. It runs once, so the engine has optimised nothing yet.`,
    startUpTable(results.startUp),
    "## Size",
    `Code is minified by esbuild and gzipped. The words are the descriptions of states and edges and the sentences of the refusals; what reads the
chart tells them, and so does \`explain\`.`,
    sizeTable(results.sizes),
  );
