import { instance } from "@viz-js/viz";
import { REQUEST_STATES } from "ess-request-machine";
import { overviewGraph } from "./overview-graph.js";
import { overviewLegend } from "./overview-legend.js";
import { PHASES } from "./places.js";
import { svgCard } from "./svg-card.js";

/** The picture of the lifecycle, for the README. */
export async function overview(): Promise<string> {
  const viz = await instance();
  return svgCard(viz.renderString(overviewGraph(), { format: "svg", engine: "dot" }), {
    title: "The lifecycle of an Oracle Enterprise Scheduler job request",
    description: `A statechart of the ${REQUEST_STATES.length} states in ${PHASES.size} phases (${[...PHASES.keys()].join(", ")}), with the callbacks and the lifecycle events that lead from one to another. docs/transitions.md says all of it, and more, in words.`,
    legend: overviewLegend(),
  });
}
