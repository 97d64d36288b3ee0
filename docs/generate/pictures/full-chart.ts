import { fullChartGraph } from "./full-chart-graph.js";
import { fullChartLegend } from "./full-chart-legend.js";
import { drawn } from "./svg-card.js";

/** The picture that has everything: every edge with its event, guard and effects. */
export const fullChart = (): Promise<string> =>
  drawn(fullChartGraph(), {
    title: "The full statechart of an Oracle Enterprise Scheduler job request",
    description:
      "Every state with what it takes, and every move with its event, guard and effects. docs/transitions.md says the same in words.",
    legend: fullChartLegend(),
  });
