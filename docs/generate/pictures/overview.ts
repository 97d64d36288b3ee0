import { REQUEST_STATES } from "ess-request-machine";
import { overviewGraph } from "./overview-graph.js";
import { overviewLegend } from "./overview-legend.js";
import { PHASES } from "./places.js";
import { drawn } from "./svg-card.js";

/** The picture for the README: every move, with as few lines as say it. */
export const overview = (): Promise<string> =>
  drawn(overviewGraph(), {
    title: "The lifecycle of an Oracle Enterprise Scheduler job request",
    description: `A statechart of the ${REQUEST_STATES.length} states in ${PHASES.size} phases (${[...PHASES.keys()].join(", ")}), with the callbacks and the lifecycle events that lead from one to another. docs/transitions.md says all of it, and more, in words.`,
    legend: overviewLegend(),
  });
