import { getHeapStatistics } from "node:v8";
import { randomFrom } from "../support/random.js";
import type { Measured } from "./children.js";
import { shuffled, type Written } from "./written.js";

/**
 * Two sides of one comparison, in turns: both get the same pairs in the same order, so that whatever else the machine
 * does falls on both.
 */

export interface Side<Subject = unknown, Input = unknown> {
  /** Calls in a pass: few enough for the cache, as it is the code that is measured and not the memory. */
  readonly calls: number;
  /** Passes over what was loaded once. */
  readonly passes: number;
  /** Makes what was written ready for `call`; not measured. */
  load(written: readonly Written[]): { readonly subjects: readonly Subject[]; readonly inputs: readonly Input[] };
  call(subject: Subject, input: Input): unknown;
}

/** One loop for all sides: none of them is inlined into it, and what each call returns is kept. */
function callAll({ call }: Side, subjects: readonly unknown[], inputs: readonly unknown[], kept: unknown[]): void {
  for (let i = 0; i < subjects.length; i++) kept[i] = call(subjects[i], inputs[i]);
}

/** Time without garbage collection, as what is allocated fits the young generation: the bytes tell the rest. */
function measureRound(side: Side, written: readonly Written[]): { nanoseconds: number; bytes: number } {
  const { subjects, inputs } = side.load(written);
  globalThis.gc!();
  const kept = new Array<unknown>(written.length);
  const heapBefore = getHeapStatistics().used_heap_size;
  const begin = process.hrtime.bigint();
  for (let pass = 0; pass < side.passes; pass++) callAll(side, subjects, inputs, kept);
  const end = process.hrtime.bigint();
  const calls = side.passes * written.length;
  return {
    nanoseconds: Number(end - begin) / calls,
    bytes: (getHeapStatistics().used_heap_size - heapBefore) / calls,
  };
}

/** Rounds that are not counted: by then the engine has compiled what it will compile. */
const LEAST_WARM_UP = 15;

export function measurePaired(sides: readonly Side[], written: readonly Written[], rounds: number): Measured[] {
  const warmUp = Math.max(LEAST_WARM_UP, Math.round(rounds / 5));
  const random = randomFrom(2);
  const results = sides.map((side) => ({ side, time: [] as number[], bytes: [] as number[] }));
  for (let round = -warmUp; round < rounds; round++) {
    const sample = shuffled(written, random);
    for (const { side, time, bytes } of shuffled(results, random)) {
      const measured = measureRound(side, sample.slice(0, side.calls));
      if (round < 0) continue;
      time.push(measured.nanoseconds);
      bytes.push(measured.bytes);
    }
  }
  return results.map(({ time, bytes }) => ({ time, bytes }));
}
