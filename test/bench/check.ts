import type { StudyName } from "./candidates.js";
import { measure } from "./processes.js";
import type { Case } from "./samples.js";
import { median, ratios } from "./statistics.js";

/**
 * `npm run bench:check`: fails on a clear slowdown. It compares the library with the hand-written switch, takes the
 * median of three processes, and repeats measurements that exceed their limit once. It asserts ratios, never times, so
 * that it also works on a busy machine.
 */

interface Limit {
  readonly study: StudyName;
  readonly name: Case;
  readonly candidate: string;
  readonly time: number;
  readonly bytes: number;
}

const CALLBACKS = { study: "callbacks", candidate: "applyExecutionStatus", bytes: 1.25 } as const;
const EVENTS = { study: "events", candidate: "applyLifecycleEvent", bytes: 1.75 } as const;

/** On a busy machine, a single process measures up to 1.25 times the usual time. The bytes vary less. */
const LIMITS: readonly Limit[] = [
  { ...CALLBACKS, name: "mix", time: 1.6 },
  { ...CALLBACKS, name: "ignored", time: 2, bytes: 1.8 },
  { ...EVENTS, name: "mix", time: 3.1 },
];

const PROCESSES = 3;
const ROUNDS = 25;

async function isWithin({ study, name, candidate, time, bytes }: Limit): Promise<boolean> {
  const pairs = await measure(study, name, candidate, { processes: PROCESSES, rounds: ROUNDS });
  const times = ratios(pairs, "time");
  const size = median(ratios(pairs, "bytes"));
  const all = times.map((one) => one.toFixed(2)).join(", ");
  console.log(
    `${study}, ${name}: time ${median(times).toFixed(2)} × the switch (limit ${time}; ${all}), ` +
      `bytes ${size.toFixed(2)} × (limit ${bytes})`,
  );
  return median(times) <= time && size <= bytes;
}

const slow: string[] = [];
for (const limit of LIMITS) {
  if (!(await isWithin(limit)) && !(await isWithin(limit))) slow.push(`${limit.study}, ${limit.name}`);
}
if (slow.length > 0) {
  console.error(`Too slow: ${slow.join("; ")}.`);
  process.exitCode = 1;
}
