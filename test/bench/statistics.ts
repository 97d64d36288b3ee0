import type { Pair } from "./processes.js";

/** Returns quantiles: 0.5 is the median. */
export function quantiles<const Ratios extends readonly number[]>(values: readonly number[], ratios: Ratios) {
  const sorted = [...values].sort((a, b) => a - b);
  return ratios.map((ratio) => sorted[Math.round(ratio * (sorted.length - 1))]!) as { [I in keyof Ratios]: number };
}

export const median = (values: readonly number[]): number => quantiles(values, [0.5])[0];

export const timeRatio = ({ candidate, baseline }: Pair): number => median(candidate.time) / median(baseline.time);
export const byteRatio = ({ candidate, baseline }: Pair): number => median(candidate.bytes) / median(baseline.bytes);
