import { getHeapStatistics } from "node:v8";
import { randomFrom } from "../support/random.js";
import { type Sample, shuffled } from "./samples.js";

/** Measures two sides alternately on the same samples in the same order, so that other load affects both equally. */

export interface Side<Subject = unknown, Input = unknown> {
  /** Calls per pass. Few enough to fit the cache: the benchmark measures code, not memory access. */
  readonly calls: number;
  /** Passes over the same loaded samples. */
  readonly passes: number;
  /** Prepares samples for `call`. Not measured. */
  load(samples: readonly Sample[]): { readonly subjects: readonly Subject[]; readonly inputs: readonly Input[] };
  call(subject: Subject, input: Input): unknown;
}

export interface Measured {
  /** Nanoseconds per call, one number per round. */
  readonly time: readonly number[];
  /** Allocated bytes per call, one number per round. */
  readonly bytes: readonly number[];
}

/** The same loop for all sides: no side is inlined into it, and every result is kept. */
function callAll({ call }: Side, subjects: readonly unknown[], inputs: readonly unknown[], results: unknown[]): void {
  for (let i = 0; i < subjects.length; i++) results[i] = call(subjects[i], inputs[i]);
}

/** Excludes garbage collection, since the allocations fit the young generation. The bytes show its cost. */
function measureRound(side: Side, samples: readonly Sample[]): { nanoseconds: number; bytes: number } {
  const { subjects, inputs } = side.load(samples);
  globalThis.gc!();
  const results = new Array<unknown>(samples.length);
  const heapBefore = getHeapStatistics().used_heap_size;
  const begin = process.hrtime.bigint();
  for (let pass = 0; pass < side.passes; pass++) callAll(side, subjects, inputs, results);
  const end = process.hrtime.bigint();
  const calls = side.passes * samples.length;
  return {
    nanoseconds: Number(end - begin) / calls,
    bytes: (getHeapStatistics().used_heap_size - heapBefore) / calls,
  };
}

/** Warm-up rounds, not counted: the engine optimises during them. */
const MIN_WARM_UP = 15;

export function measurePaired(sides: readonly Side[], samples: readonly Sample[], rounds: number): Measured[] {
  const warmUp = Math.max(MIN_WARM_UP, Math.round(rounds / 5));
  const random = randomFrom(2);
  const results = sides.map((side) => ({ side, time: [] as number[], bytes: [] as number[] }));
  for (let round = -warmUp; round < rounds; round++) {
    const order = shuffled(samples, random);
    for (const { side, time, bytes } of shuffled(results, random)) {
      const measured = measureRound(side, order.slice(0, side.calls));
      if (round < 0) continue;
      time.push(measured.nanoseconds);
      bytes.push(measured.bytes);
    }
  }
  return results.map(({ time, bytes }) => ({ time, bytes }));
}
