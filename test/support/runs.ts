/** How often a property is tried: `npm run check:laws` tries ten times as often as `npm test`. */
export const runs = (count: number): number => count * Number(process.env.RUNS ?? 1);
