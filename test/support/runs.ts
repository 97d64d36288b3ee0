/** How often a property is tried: `npm run test:long` tries ten times as often as `npm test`. */
export const runs = (count: number): number => count * Number(process.env.RUNS ?? 1);
