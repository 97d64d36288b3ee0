/** Modules that build.ts makes. */

/** The statechart, generated from the chart. */
declare module "statechart" {
  const svg: string;
  export default svg;
}

/** The demo's log as lines of a scenario, with placeholders for its handles. */
declare module "sample" {
  const lines: readonly string[];
  export default lines;
}
