import { chart } from "ess-request-machine";
import type { Entry } from "../../examples/timeline/entry.js";

/** Returns the chart's transition behind an accepted input, if exactly one has the outcome's target. */
export function appliedTransition({ event, outcome }: Entry): { readonly description: string } | undefined {
  if (event === undefined || outcome === undefined || "reason" in outcome) return undefined;
  const isTransition = outcome.kind === "transitioned";
  const from = isTransition ? outcome.from : outcome.request.state;
  const target = isTransition ? outcome.to : undefined;
  const fitting = (chart.states[from].on[event] ?? []).filter((transition) => transition.target === target);
  return fitting.length === 1 ? fitting[0] : undefined;
}
