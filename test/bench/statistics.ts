/** Of the values in order, the one at each share of the way. */
export function quantiles<const Shares extends readonly number[]>(values: readonly number[], shares: Shares) {
  const sorted = [...values].sort((a, b) => a - b);
  return shares.map((share) => sorted[Math.round(share * (sorted.length - 1))]!) as { [I in keyof Shares]: number };
}

export const median = (values: readonly number[]): number => quantiles(values, [0.5])[0];
