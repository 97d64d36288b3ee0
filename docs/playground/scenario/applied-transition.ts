import { type AnnotatedTransition, chart } from "ess-request-machine";
import type { Entry } from "../../examples/timeline/entry.js";

/** Returns the chart's transition behind an accepted input, if exactly one has the outcome's target. */
export function appliedTransition({ event, outcome }: Entry): AnnotatedTransition | undefined {
  if (event === undefined || outcome === undefined || "reason" in outcome) return undefined;
  const isTransition = outcome.kind === "transitioned";
  const from = isTransition ? outcome.from : outcome.request.state;
  const target = isTransition ? outcome.to : undefined;
  const candidates = [...(chart.states[from].on[event] ?? []), ...(isTransition ? [] : (chart.on[event] ?? []))];
  const fitting = candidates.filter((transition) => transition.target === target && hasEffect(transition));
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** A transition that ignores or rejects its input says so in an action with a reason. */
const hasEffect = ({ actions = [] }: AnnotatedTransition): boolean =>
  actions.every((action) => typeof action !== "object");
