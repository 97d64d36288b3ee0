import type { Pair } from "./children.js";
import type { NamedPair, Results, Scale } from "./page.js";
import { median } from "./statistics.js";

/** What the library promises itself, and what was found: ratios of medians of one run. */

export interface Target {
  readonly what: string;
  readonly bound: number;
  readonly found: number;
  /** Whether the bound is the least that will do, instead of the most. */
  readonly isLeast?: true;
}

export const timeRatio = ({ peer, floor }: Pair): number => median(peer.time) / median(floor.time);
export const byteRatio = ({ peer, floor }: Pair): number => median(peer.bytes) / median(floor.bytes);

/** For the events twice as much. */
const ON_THE_MIX = 1.5;
const ON_ANY_KIND = 2;
const BYTES = 1.25;

const pairOf = (pairs: readonly NamedPair[], wanted: string): Pair =>
  pairs.find(({ name, peer }) => name === wanted || peer === wanted)!.pair;

const timeTargets = (what: string, pairs: readonly NamedPair[], factor: number): Target[] =>
  pairs.map(({ name, pair }) => ({
    what: `${what}, ${name}: time × the switch's`,
    bound: factor * (name === "mix" ? ON_THE_MIX : ON_ANY_KIND),
    found: timeRatio(pair),
  }));

/** How much more of its own cost the table pays at a million requests, compared with what the switch does. */
const growthOf = (scales: readonly Scale[], form: string): Target => {
  const [least, most] = [0, -1].map((at) => scales.filter((scale) => scale.form === form).at(at)!.result);
  const growth = (side: "floor" | "table") => median(most![side]) / median(least![side]);
  return {
    what: `${form}: growth from the fewest requests to the most × the switch's growth`,
    bound: 1.25,
    found: growth("table") / growth("floor"),
  };
};

export function targetsOf({ callbacks, peers, events, bodies, startUp, sizes, scales }: Results): Target[] {
  const table = timeRatio(pairOf(callbacks, "mix"));
  const accepted = callbacks.filter(({ name }) => name === "transitioned" || name === "recorded");
  return [
    ...timeTargets("callbacks", callbacks, 1),
    ...accepted.map(({ name, pair }) => ({
      what: `callbacks, ${name}: bytes × the switch's`,
      bound: BYTES,
      found: byteRatio(pair),
    })),
    {
      what: "callbacks, mix: faster than XState from a record",
      bound: 200,
      found: timeRatio(pairOf(peers, "XState, from a record")) / table,
      isLeast: true,
    },
    ...timeTargets("events", events, 2),
    {
      what: "parseExecutionStatus: time × JSON.parse's",
      bound: 0.5,
      found: timeRatio(pairOf(bodies, "parseExecutionStatus")),
    },
    growthOf(scales, "records"),
    growthOf(scales, "lines"),
    { what: "import beyond an empty package, in ms", bound: 4, found: median(startUp.library) - median(startUp.empty) },
    { what: "the module that makes the table, evaluated, in ms", bound: 0.5, found: median(startUp.table) },
    { what: "the main entry, in kB", bound: 9, found: sizes.main / 1000 },
    { what: "what ./machine adds to it, in kB", bound: 2, found: sizes.machineAdds / 1000 },
    { what: "the tarball, in kB", bound: 80, found: sizes.tarball / 1000 },
  ];
}
