import type { Measured } from "./paired.js";
import type { Pair } from "./processes.js";

/** Returns quantiles: 0.5 is the median. */
export function quantiles<const Ratios extends readonly number[]>(values: readonly number[], ratios: Ratios) {
  const sorted = [...values].sort((a, b) => a - b);
  return ratios.map((ratio) => sorted[Math.round(ratio * (sorted.length - 1))]!) as { [I in keyof Ratios]: number };
}

export const median = (values: readonly number[]): number => quantiles(values, [0.5])[0];

/** How much more time or memory the candidate takes than its baseline, one number per process. */
export const ratios = (pairs: readonly Pair[], of: keyof Measured): readonly number[] =>
  pairs.map(({ candidate, baseline }) => median(candidate[of]) / median(baseline[of]));
