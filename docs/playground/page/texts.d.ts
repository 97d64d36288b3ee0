/** What build.ts puts into the page. */

/** The statechart, generated from the chart. */
declare module "statechart" {
  const svg: string;
  export default svg;
}

/** The demo's log as lines of a story: its handles are made up already. */
declare module "sample" {
  const lines: readonly string[];
  export default lines;
}
